# fish completion of pm-stream. Made by `pm-stream completions fish`; do not edit.
complete -c pm-stream -f
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -a config -d 'Show the settings in force'
complete -c pm-stream -l venue -d 'Everything under one URL (a simulator); empty: the real venue' -x
complete -c pm-stream -l clob -d 'Base URL: CLOB REST' -x
complete -c pm-stream -l ws-market -d 'Base URL: CLOB market socket' -x
complete -c pm-stream -l ws-user -d 'Base URL: CLOB user socket' -x
complete -c pm-stream -l gamma -d 'Base URL: Gamma, the catalogue' -x
complete -c pm-stream -l data-api -d 'Base URL: Data API' -x
complete -c pm-stream -l open-meteo -d 'Base URL: Open-Meteo forecasts' -x
complete -c pm-stream -l ensemble -d 'Base URL: Open-Meteo ensembles' -x
complete -c pm-stream -l previous-runs -d 'Base URL: Open-Meteo earlier runs' -x
complete -c pm-stream -l nws -d 'Base URL: US National Weather Service' -x
complete -c pm-stream -l metar -d 'Base URL: METAR reports' -x
complete -c pm-stream -l weathercom -d 'Base URL: weather.com' -x
complete -c pm-stream -l clock -d 'Whose time: auto is the venue\'s for a loopback venue' -x -a 'auto system venue'
complete -c pm-stream -l timeout -d 'The most one request may take' -x
complete -c pm-stream -s o -l output -d 'How records are written' -x -a 'table ndjson json csv tsv ids'
complete -c pm-stream -l fields -d 'Only these fields; without a value: list them'
complete -c pm-stream -l color -d 'Colours' -x -a 'auto always never'
complete -c pm-stream -l config -d 'Read settings from this file too; repeatable' -r -F
complete -c pm-stream -l profile -d 'Journal, limits and settings of this name' -x
complete -c pm-stream -s q -l quiet -d 'Say nothing but errors'
complete -c pm-stream -s v -l verbose -d 'Say more; -vv: everything'
complete -c pm-stream -l exit-status -d 'Status 4 when there is nothing to show'
complete -c pm-stream -l version -d 'Print the version and leave'
complete -c pm-stream -s h -l help -d 'Print this and leave'
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l tag -d 'All open events with this tag' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l city -d 'Temperature events of this city' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l kind -d 'Kind of temperature' -x -a 'highest lowest'
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l date -d 'Civil day at the station: today, tomorrow or YYYY-MM-DD' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l min-liquidity -d 'Dollars of liquidity at least' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l min-volume -d 'Dollars of volume at least' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l outcome -d 'Which tokens of a market' -x -a 'yes no both'
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l limit -d 'Follow at most this many markets' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l book -d 'Whole books whenever a level changed'
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l no-prints -d 'Leave public trades out'
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l record -d 'Keep everything in this file, for --replay' -r -F
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l replay -d 'Play such a file instead of going live' -r -F
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l speed -d 'Of a replay: 1, 60, max' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l max-messages -d 'Stop after so many records' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l duration -d 'Stop after this time' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l fail-stale -d 'Status 10 at the first gap'
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l refresh -d 'Look for new and ended markets this often; 0: never' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l poll-every -d 'Without a socket, ask for books this often' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l poll-after -d 'Ask for books after this long without a socket' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l ping-every -d 'Send PING this often' -x
complete -c pm-stream -n 'not __fish_seen_subcommand_from config' -l dead-after -d 'Silence that means a dead peer' -x
complete -c pm-stream -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-stream -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
