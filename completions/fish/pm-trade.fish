# fish completion of pm-trade. Made by `pm-trade completions fish`; do not edit.
complete -c pm-trade -f
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -a auto -d 'Run the whole bot: find markets, forecast, trade on paper, settle'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -a positions -d 'Show what the paper account holds'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -a orders -d 'Show the orders of the paper account, newest first'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -a config -d 'Show the settings in force'
complete -c pm-trade -l venue -d 'Everything under one URL (a simulator); empty: the real venue' -x
complete -c pm-trade -l clob -d 'Base URL: CLOB REST' -x
complete -c pm-trade -l ws-market -d 'Base URL: CLOB market socket' -x
complete -c pm-trade -l ws-user -d 'Base URL: CLOB user socket' -x
complete -c pm-trade -l gamma -d 'Base URL: Gamma, the catalogue' -x
complete -c pm-trade -l data-api -d 'Base URL: Data API' -x
complete -c pm-trade -l open-meteo -d 'Base URL: Open-Meteo forecasts' -x
complete -c pm-trade -l ensemble -d 'Base URL: Open-Meteo ensembles' -x
complete -c pm-trade -l previous-runs -d 'Base URL: Open-Meteo earlier runs' -x
complete -c pm-trade -l nws -d 'Base URL: US National Weather Service' -x
complete -c pm-trade -l metar -d 'Base URL: METAR reports' -x
complete -c pm-trade -l weathercom -d 'Base URL: weather.com' -x
complete -c pm-trade -l clock -d 'Whose time: auto is the venue\'s for a loopback venue' -x -a 'auto system venue'
complete -c pm-trade -l timeout -d 'The most one request may take' -x
complete -c pm-trade -l db -d 'Ledger file; default: paper.db in the profile\'s state folder' -x
complete -c pm-trade -l max-order -d 'Most that one order may cost, in dollars' -x
complete -c pm-trade -l max-market -d 'Most that may be in one market' -x
complete -c pm-trade -l max-event -d 'Worst loss allowed in one event' -x
complete -c pm-trade -l max-total -d 'Most that may be at risk altogether' -x
complete -c pm-trade -l max-daily-loss -d 'Buy nothing more after losing this much in a UTC day' -x
complete -c pm-trade -l limits-open-orders -d 'Most orders open at once' -x
complete -c pm-trade -l limits-orders-a-minute -d 'Most orders sent in a minute' -x
complete -c pm-trade -l limits-quote-age -d 'Oldest quote to trade on, in seconds' -x
complete -c pm-trade -l limits-forecast-age -d 'Oldest forecast to trade on, in seconds' -x
complete -c pm-trade -l limits-collar -d 'Furthest a price may pass the book\'s middle' -x
complete -c pm-trade -s o -l output -d 'How records are written' -x -a 'table ndjson json csv tsv ids'
complete -c pm-trade -l fields -d 'Only these fields; without a value: list them'
complete -c pm-trade -l color -d 'Colours' -x -a 'auto always never'
complete -c pm-trade -l config -d 'Read settings from this file too; repeatable' -r -F
complete -c pm-trade -l profile -d 'Journal, limits and settings of this name' -x
complete -c pm-trade -s q -l quiet -d 'Say nothing but errors'
complete -c pm-trade -s v -l verbose -d 'Say more; -vv: everything'
complete -c pm-trade -l exit-status -d 'Status 4 when there is nothing to show'
complete -c pm-trade -l version -d 'Print the version and leave'
complete -c pm-trade -s h -l help -d 'Print this and leave'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l edge -d 'Least edge a share after the fee, in dollars' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l exit-edge -d 'Sell when the bid after the fee is E above p' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l kelly -d 'Part of the Kelly fraction that is used' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l market-weight -d 'Pull our probability towards the market\'s: 0 not at all, 1 all the way' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l cooldown -d 'Least time between entries in a market' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l bankroll -d 'First cash of a new paper account' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l tp -d 'Take profit: 0.15 of price, or 15%' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l sl -d 'Stop the loss: 0.10 of price, or 10%' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l signals -d 'Which decisions to write' -x -a 'all changes acts'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l dry-run -d 'Decide and print, change nothing'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l live -d 'Trade with real money: not in this release'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l forecast -d 'Forecast records to decide with; nothing is fetched, the account is kept in memory' -r -F
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders config' -l pass -d 'Pass the input on; the default unless a terminal reads (--pass=false)'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l edge -d 'Least edge a share after the fee, in dollars' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l exit-edge -d 'Sell when the bid after the fee is E above p' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l kelly -d 'Part of the Kelly fraction that is used' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l market-weight -d 'Pull our probability towards the market\'s: 0 not at all, 1 all the way' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l cooldown -d 'Least time between entries in a market' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l bankroll -d 'First cash of a new paper account' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l tp -d 'Take profit: 0.15 of price, or 15%' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l sl -d 'Stop the loss: 0.10 of price, or 10%' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l signals -d 'Which decisions to write' -x -a 'all changes acts'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l dry-run -d 'Decide and print, change nothing'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l live -d 'Trade with real money: not in this release'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l city -d 'City as in the slug: nyc, london' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l tag -d 'Tag slug; the default is daily-temperature' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l date -d 'Day of the markets: 2026-06-16, today, tomorrow' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l duration -d 'Stop after this long' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l demo -d 'Trade on a venue inside this process, and sum up'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l seed -d 'Seed of the demo' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l speed -d 'Simulated seconds in a real one of the demo' -x
complete -c pm-trade -n '__fish_seen_subcommand_from positions' -l all -d 'Closed positions, too'
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l limit -d 'At most this many' -x
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l open -d 'Open ones only, oldest first'
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l fills -d 'The newest fills, too'
complete -c pm-trade -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-trade -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
