# fish completion of pm-sim. Made by `pm-sim completions fish`; do not edit.
complete -c pm-sim -f
complete -c pm-sim -n 'not __fish_seen_subcommand_from serve config' -a serve -d 'Serve a simulated venue on a loopback port'
complete -c pm-sim -n 'not __fish_seen_subcommand_from serve config' -a config -d 'Show the settings in force'
complete -c pm-sim -s o -l output -d 'How records are written' -x -a 'table ndjson json csv tsv ids'
complete -c pm-sim -l fields -d 'Only these fields; without a value: list them'
complete -c pm-sim -l color -d 'Colours' -x -a 'auto always never'
complete -c pm-sim -l config -d 'Read settings from this file too; repeatable' -r -F
complete -c pm-sim -l profile -d 'Journal, limits and settings of this name' -x
complete -c pm-sim -s q -l quiet -d 'Say nothing but errors'
complete -c pm-sim -s v -l verbose -d 'Say more; -vv: everything'
complete -c pm-sim -l exit-status -d 'Status 4 when there is nothing to show'
complete -c pm-sim -l version -d 'Print the version and leave'
complete -c pm-sim -s h -l help -d 'Print this and leave'
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l listen -d 'Loopback address and port; port 0 picks a free one' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l scenario -d 'Packed scenario instead of the built-in one' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l seed -d 'Seed of the order flow and the observations' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l speed -d 'Simulated seconds in a real one' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l truth-log -d 'Write every change of every book to a file' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l ready-file -d 'Write the URL there once it serves' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l duration -d 'Stop after this long (real time)' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l rate -d 'Force about this many book messages a second' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l markets -d 'Add about this many synthetic markets' -x
complete -c pm-sim -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-sim -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
