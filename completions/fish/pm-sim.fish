# fish completion of pm-sim. Made by `pm-sim completions fish`; do not edit.
complete -c pm-sim -f
complete -c pm-sim -n 'not __fish_seen_subcommand_from serve oracle config' -a serve -d 'Serve a simulated venue on a loopback port'
complete -c pm-sim -n 'not __fish_seen_subcommand_from serve oracle config' -a oracle -d 'Compare a ledger with a truth log: ten checks'
complete -c pm-sim -n 'not __fish_seen_subcommand_from serve oracle config' -a config -d 'Show the settings in force'
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
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l fault-plan -d 'What goes wrong, and when (JSON)' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l balance -d 'Dollars of an account that the scenario does not name' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l truth-log -d 'Write what really happens, books and orders, to a file' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l ready-file -d 'Write the URL there once it serves' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l duration -d 'Stop after this long (real time)' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l rate -d 'Force about this many book messages a second' -x
complete -c pm-sim -n '__fish_seen_subcommand_from serve' -l markets -d 'Add about this many synthetic markets' -x
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l truth -d 'The truth log that pm-sim serve wrote' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l db -d 'The trader\'s ledger' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l audit -d 'The trader\'s audit log' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l limits -d 'The limits file the trader had' -r -F
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l maker -d 'The wallet; default: the one the ledger is stamped with' -x
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l exit-code -d 'What the trader ended with' -x
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l slack -d 'How far the two clocks may be apart' -x
complete -c pm-sim -n '__fish_seen_subcommand_from oracle' -l orders-per-slot -d 'Open at once on a side of a token' -x
complete -c pm-sim -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-sim -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
