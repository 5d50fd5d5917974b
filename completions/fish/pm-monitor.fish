# fish completion of pm-monitor. Made by `pm-monitor completions fish`; do not edit.
complete -c pm-monitor -f
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -a positions -d 'Show what is held, at the bid it could be sold for'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -a pnl -d 'Show profit and loss, realised and at the bid'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -a watch -d 'Guard what is held: report marks and P&L, exits reached, resolutions, trouble'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -a config -d 'Show the settings in force'
complete -c pm-monitor -l venue -d 'Everything under one URL (a simulator); empty: the real venue' -x
complete -c pm-monitor -l clob -d 'Base URL: CLOB REST' -x
complete -c pm-monitor -l ws-market -d 'Base URL: CLOB market socket' -x
complete -c pm-monitor -l ws-user -d 'Base URL: CLOB user socket' -x
complete -c pm-monitor -l gamma -d 'Base URL: Gamma, the catalogue' -x
complete -c pm-monitor -l data-api -d 'Base URL: Data API' -x
complete -c pm-monitor -l open-meteo -d 'Base URL: Open-Meteo forecasts' -x
complete -c pm-monitor -l ensemble -d 'Base URL: Open-Meteo ensembles' -x
complete -c pm-monitor -l previous-runs -d 'Base URL: Open-Meteo earlier runs' -x
complete -c pm-monitor -l nws -d 'Base URL: US National Weather Service' -x
complete -c pm-monitor -l metar -d 'Base URL: METAR reports' -x
complete -c pm-monitor -l weathercom -d 'Base URL: weather.com' -x
complete -c pm-monitor -l clock -d 'Whose time: auto is the venue\'s for a loopback venue' -x -a 'auto system venue'
complete -c pm-monitor -l timeout -d 'The most one request may take' -x
complete -c pm-monitor -l db -d 'Ledger to read; default: paper.db in the profile\'s state folder' -x
complete -c pm-monitor -s o -l output -d 'How records are written' -x -a 'table ndjson json csv tsv ids'
complete -c pm-monitor -l fields -d 'Only these fields; without a value: list them'
complete -c pm-monitor -l color -d 'Colours' -x -a 'auto always never'
complete -c pm-monitor -l config -d 'Read settings from this file too; repeatable' -r -F
complete -c pm-monitor -l profile -d 'Journal, limits and settings of this name' -x
complete -c pm-monitor -s q -l quiet -d 'Say nothing but errors'
complete -c pm-monitor -s v -l verbose -d 'Say more; -vv: everything'
complete -c pm-monitor -l exit-status -d 'Status 4 when there is nothing to show'
complete -c pm-monitor -l version -d 'Print the version and leave'
complete -c pm-monitor -s h -l help -d 'Print this and leave'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l tp -d 'Take profit when the bid is this far above what was paid: 0.15 of price, or 15%' -x
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l sl -d 'Stop the loss when the bid is this far below what was paid: 0.10 of price, or 10%' -x
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l pass -d 'Pass the records of standard input on, too'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l close -d 'Sell on paper when an exit is reached, and pay out results. Takes the ledger for writing: not while a pm-trade trades on it. Without it exits are alerts'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l poll -d 'Ask the venue for books and results instead of reading standard input; the default on a terminal'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l records -d 'Positions from the fills on standard input, not from the ledger'
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l every -d 'At most one report a position' -x
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l stale -d 'Alert when a price is older' -x
complete -c pm-monitor -n 'not __fish_seen_subcommand_from positions pnl watch config' -l interval -d 'How often to ask the venue' -x
complete -c pm-monitor -n '__fish_seen_subcommand_from positions' -l offline -d 'Do not ask the venue for prices'
complete -c pm-monitor -n '__fish_seen_subcommand_from positions' -l all -d 'Closed positions, too'
complete -c pm-monitor -n '__fish_seen_subcommand_from pnl' -l by -d 'One row for each' -x -a 'event market day'
complete -c pm-monitor -n '__fish_seen_subcommand_from pnl' -l offline -d 'Do not ask the venue for prices'
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l tp -d 'Take profit when the bid is this far above what was paid: 0.15 of price, or 15%' -x
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l sl -d 'Stop the loss when the bid is this far below what was paid: 0.10 of price, or 10%' -x
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l pass -d 'Pass the records of standard input on, too'
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l close -d 'Sell on paper when an exit is reached, and pay out results. Takes the ledger for writing: not while a pm-trade trades on it. Without it exits are alerts'
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l poll -d 'Ask the venue for books and results instead of reading standard input; the default on a terminal'
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l records -d 'Positions from the fills on standard input, not from the ledger'
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l every -d 'At most one report a position' -x
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l stale -d 'Alert when a price is older' -x
complete -c pm-monitor -n '__fish_seen_subcommand_from watch' -l interval -d 'How often to ask the venue' -x
complete -c pm-monitor -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-monitor -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
