# fish completion of pm-markets. Made by `pm-markets completions fish`; do not edit.
complete -c pm-markets -f
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a list -d 'List markets'
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a show -d 'Show an event\'s markets, or one market'
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a book -d 'Show order books'
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a history -d 'Show past prices'
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a search -d 'Search markets by words'
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a weather -d 'Show temperature events as ladders'
complete -c pm-markets -n 'not __fish_seen_subcommand_from list show book history search weather config' -a config -d 'Show the settings in force'
complete -c pm-markets -l venue -d 'Everything under one URL (a simulator); empty: the real venue' -x
complete -c pm-markets -l clob -d 'Base URL: CLOB REST' -x
complete -c pm-markets -l ws-market -d 'Base URL: CLOB market socket' -x
complete -c pm-markets -l ws-user -d 'Base URL: CLOB user socket' -x
complete -c pm-markets -l gamma -d 'Base URL: Gamma, the catalogue' -x
complete -c pm-markets -l data-api -d 'Base URL: Data API' -x
complete -c pm-markets -l open-meteo -d 'Base URL: Open-Meteo forecasts' -x
complete -c pm-markets -l ensemble -d 'Base URL: Open-Meteo ensembles' -x
complete -c pm-markets -l previous-runs -d 'Base URL: Open-Meteo earlier runs' -x
complete -c pm-markets -l nws -d 'Base URL: US National Weather Service' -x
complete -c pm-markets -l metar -d 'Base URL: METAR reports' -x
complete -c pm-markets -l weathercom -d 'Base URL: weather.com' -x
complete -c pm-markets -l clock -d 'Whose time: auto is the venue\'s for a loopback venue' -x -a 'auto system venue'
complete -c pm-markets -l timeout -d 'The most one request may take' -x
complete -c pm-markets -s o -l output -d 'How records are written' -x -a 'table ndjson json csv tsv ids'
complete -c pm-markets -l fields -d 'Only these fields; without a value: list them'
complete -c pm-markets -l color -d 'Colours' -x -a 'auto always never'
complete -c pm-markets -l config -d 'Read settings from this file too; repeatable' -r -F
complete -c pm-markets -l profile -d 'Journal, limits and settings of this name' -x
complete -c pm-markets -s q -l quiet -d 'Say nothing but errors'
complete -c pm-markets -s v -l verbose -d 'Say more; -vv: everything'
complete -c pm-markets -l exit-status -d 'Status 4 when there is nothing to show'
complete -c pm-markets -l version -d 'Print the version and leave'
complete -c pm-markets -s h -l help -d 'Print this and leave'
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l tag -d 'Events with this tag (its slug); repeatable' -x
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l city -d 'City as in the venue\'s slugs: nyc, london; repeatable' -x
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l kind -d 'Kind of temperature' -x -a 'highest lowest'
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l date -d 'Civil day at the station: today, tomorrow or YYYY-MM-DD' -x
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l status -d 'Which markets' -x -a 'open closed any'
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l min-liquidity -d 'Dollars of liquidity at least' -x
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l min-volume -d 'Dollars of volume at least' -x
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l sort -d 'Order of markets' -x -a 'volume liquidity end'
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l ascending -d 'Smallest first'
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l limit -d 'At most this many markets' -x
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l all -d 'No limit'
complete -c pm-markets -n '__fish_seen_subcommand_from list' -l outcome -d 'Whose tokens -o ids prints' -x -a 'yes no both'
complete -c pm-markets -n '__fish_seen_subcommand_from book' -l outcome -d 'Whose book of a market' -x -a 'yes no'
complete -c pm-markets -n '__fish_seen_subcommand_from book' -l depth -d 'Only so many levels of each side; 0 is all' -x
complete -c pm-markets -n '__fish_seen_subcommand_from history' -l interval -d 'How far back' -x -a '1h 6h 1d 1w 1m max'
complete -c pm-markets -n '__fish_seen_subcommand_from history' -l fidelity -d 'Minutes between two points' -x
complete -c pm-markets -n '__fish_seen_subcommand_from history' -l outcome -d 'Whose prices of a market' -x -a 'yes no'
complete -c pm-markets -n '__fish_seen_subcommand_from search' -l limit -d 'At most this many events' -x
complete -c pm-markets -n '__fish_seen_subcommand_from search' -l closed -d 'Closed ones too'
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l tag -d 'Events with this tag (its slug); repeatable' -x
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l city -d 'City as in the venue\'s slugs: nyc, london; repeatable' -x
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l kind -d 'Kind of temperature' -x -a 'highest lowest'
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l date -d 'Civil day at the station: today, tomorrow or YYYY-MM-DD' -x
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l status -d 'Which markets' -x -a 'open closed any'
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l min-liquidity -d 'Dollars of liquidity at least' -x
complete -c pm-markets -n '__fish_seen_subcommand_from weather' -l min-volume -d 'Dollars of volume at least' -x
complete -c pm-markets -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-markets -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
