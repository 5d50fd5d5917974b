# fish completion of pm-forecast. Made by `pm-forecast completions fish`; do not edit.
complete -c pm-forecast -f
complete -c pm-forecast -n 'not __fish_seen_subcommand_from observe config' -a observe -d 'Show a station\'s running extremes and the buckets they rule out'
complete -c pm-forecast -n 'not __fish_seen_subcommand_from observe config' -a config -d 'Show the settings in force'
complete -c pm-forecast -l venue -d 'Everything under one URL (a simulator); empty: the real venue' -x
complete -c pm-forecast -l clob -d 'Base URL: CLOB REST' -x
complete -c pm-forecast -l ws-market -d 'Base URL: CLOB market socket' -x
complete -c pm-forecast -l ws-user -d 'Base URL: CLOB user socket' -x
complete -c pm-forecast -l gamma -d 'Base URL: Gamma, the catalogue' -x
complete -c pm-forecast -l data-api -d 'Base URL: Data API' -x
complete -c pm-forecast -l open-meteo -d 'Base URL: Open-Meteo forecasts' -x
complete -c pm-forecast -l ensemble -d 'Base URL: Open-Meteo ensembles' -x
complete -c pm-forecast -l previous-runs -d 'Base URL: Open-Meteo earlier runs' -x
complete -c pm-forecast -l nws -d 'Base URL: US National Weather Service' -x
complete -c pm-forecast -l metar -d 'Base URL: METAR reports' -x
complete -c pm-forecast -l weathercom -d 'Base URL: weather.com' -x
complete -c pm-forecast -l clock -d 'Whose time: auto is the venue\'s for a loopback venue' -x -a 'auto system venue'
complete -c pm-forecast -l timeout -d 'The most one request may take' -x
complete -c pm-forecast -s o -l output -d 'How records are written' -x -a 'table ndjson json csv tsv ids'
complete -c pm-forecast -l fields -d 'Only these fields; without a value: list them'
complete -c pm-forecast -l color -d 'Colours' -x -a 'auto always never'
complete -c pm-forecast -l config -d 'Read settings from this file too; repeatable' -r -F
complete -c pm-forecast -l profile -d 'Journal, limits and settings of this name' -x
complete -c pm-forecast -s q -l quiet -d 'Say nothing but errors'
complete -c pm-forecast -s v -l verbose -d 'Say more; -vv: everything'
complete -c pm-forecast -l exit-status -d 'Status 4 when there is nothing to show'
complete -c pm-forecast -l version -d 'Print the version and leave'
complete -c pm-forecast -s h -l help -d 'Print this and leave'
complete -c pm-forecast -n 'not __fish_seen_subcommand_from observe config' -l city -d 'City as in the venue\'s slugs' -x
complete -c pm-forecast -n 'not __fish_seen_subcommand_from observe config' -l date -d 'Civil day at the station: YYYY-MM-DD, today or tomorrow' -x
complete -c pm-forecast -n 'not __fish_seen_subcommand_from observe config' -l kind -d 'Which extreme of the day, with --city' -x -a 'highest lowest'
complete -c pm-forecast -n 'not __fish_seen_subcommand_from observe config' -l method -d 'How model values become probabilities' -x -a 'blend normal members'
complete -c pm-forecast -n '__fish_seen_subcommand_from observe' -l date -d 'Civil day at the station: YYYY-MM-DD, today or tomorrow' -x
complete -c pm-forecast -n '__fish_seen_subcommand_from observe' -l unit -d 'Degrees, where the venue has no event to say it' -x -a 'C F'
complete -c pm-forecast -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-forecast -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
