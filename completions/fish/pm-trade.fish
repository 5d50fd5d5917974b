# fish completion of pm-trade. Made by `pm-trade completions fish`; do not edit.
complete -c pm-trade -f
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a auto -d 'Run the whole bot: find markets, forecast, trade on paper, settle'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a positions -d 'Show what the account holds, as the ledger or the venue has it'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a orders -d 'Show the account\'s orders, newest first'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a trades -d 'Show the account\'s fills, newest first, and how far each has settled'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a buy -d 'Buy shares of an outcome'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a sell -d 'Sell shares that are held'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a cancel -d 'Cancel orders by id'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a cancel-all -d 'Cancel every open order of the account, or of one market'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a replace -d 'Cancel an order and, once that is proven, place what is left of it anew'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a batch -d 'Place the orders that come on standard input, 15 in a request'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a kill -d 'Cancel every open order and stop trading until somebody resets it'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a balance -d 'What the venue says the wallet holds: dollars, or shares of a token'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a allowances -d 'What the exchange contracts may take from the wallet'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a why -d 'The whole life of an order, with what each step rests on'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a audit -d 'Check the log of decisions: every line, and the chain between them'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a doctor -d 'Check network, clock, venue, key, wallet, sockets and disk'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a wallet -d 'Make, import and show the key that signs'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a keys -d 'Make, list and revoke the account\'s API keys'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -a config -d 'Show the settings in force'
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
complete -c pm-trade -l wallet -d 'Address that holds the money; empty: as the type says' -x
complete -c pm-trade -l signature-type -d 'Kind of wallet that holds the money' -x -a 'eoa proxy safe deposit_wallet'
complete -c pm-trade -l chain-id -d 'Chain of the exchange contracts' -x
complete -c pm-trade -l keystore -d 'Encrypted key (Web3 Secret Storage, version 3)' -x
complete -c pm-trade -l passphrase-fd -d 'Read the keystore\'s passphrase from this descriptor' -x
complete -c pm-trade -l credential-process -d 'File that names a program which prints the key' -x
complete -c pm-trade -l key-file -d 'File of mode 0600 with the key' -x
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
complete -c pm-trade -l limits-cancels-a-minute -d 'Most cancels in a minute; a part is kept for emergencies' -x
complete -c pm-trade -l limits-book-age -d 'Oldest book to trade on, in seconds' -x
complete -c pm-trade -l limits-balance-age -d 'Oldest balance to trade on, in seconds (live)' -x
complete -c pm-trade -l limits-clock-offset -d 'Most that our clock may differ from the venue\'s, in seconds (live)' -x
complete -c pm-trade -l limits-canary-order -d 'Most that an order may cost before a first fill has settled (live)' -x
complete -c pm-trade -l limits-canary-total -d 'Most that may be at risk before a first fill has settled (live)' -x
complete -c pm-trade -l limits-tags -d 'Tags of the events that may be traded, with commas; * for any' -x
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
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l edge -d 'Least edge a share after the fee, in dollars' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l exit-edge -d 'Sell when the bid after the fee is E above p' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l kelly -d 'Part of the Kelly fraction that is used' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l market-weight -d 'Pull our probability towards the market\'s: 0 not at all, 1 all the way' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l cooldown -d 'Least time between entries in a market' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l bankroll -d 'First cash of a new paper account' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l tp -d 'Take profit: 0.15 of price, or 15%' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l sl -d 'Stop the loss: 0.10 of price, or 10%' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l signals -d 'Which decisions to write' -x -a 'all changes acts'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l dry-run -d 'Decide and print, change nothing'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l forecast -d 'Forecast records to decide with; nothing is fetched, the account is kept in memory' -r -F
complete -c pm-trade -n 'not __fish_seen_subcommand_from auto positions orders trades buy sell cancel cancel-all replace batch kill balance allowances why audit doctor wallet keys config' -l pass -d 'Pass the input on; the default unless a terminal reads (--pass=false)'
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
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l city -d 'City as in the slug: nyc, london' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l tag -d 'Tag slug; the default is daily-temperature' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l date -d 'Day of the markets: 2026-06-16, today, tomorrow' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l duration -d 'Stop after this long' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l heartbeat -d 'With --live: should the bot die, the venue cancels all orders of the API key, also those of other programs'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l demo -d 'Trade on a venue inside this process, and sum up'
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l seed -d 'Seed of the demo' -x
complete -c pm-trade -n '__fish_seen_subcommand_from auto' -l speed -d 'Simulated seconds in a real one of the demo' -x
complete -c pm-trade -n '__fish_seen_subcommand_from positions' -l live -d 'The real-money account\'s ledger, not the paper one'
complete -c pm-trade -n '__fish_seen_subcommand_from positions' -l source -d 'Whose word: our ledger\'s, or the venue\'s own' -x -a 'ledger venue'
complete -c pm-trade -n '__fish_seen_subcommand_from positions' -l all -d 'Closed positions, too'
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l live -d 'The real-money account\'s ledger, not the paper one'
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l source -d 'Whose word: our ledger\'s, or the venue\'s own' -x -a 'ledger venue'
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l limit -d 'At most this many' -x
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l open -d 'Open ones only, oldest first'
complete -c pm-trade -n '__fish_seen_subcommand_from orders' -l fills -d 'The newest fills, too'
complete -c pm-trade -n '__fish_seen_subcommand_from trades' -l live -d 'The real-money account\'s ledger, not the paper one'
complete -c pm-trade -n '__fish_seen_subcommand_from trades' -l source -d 'Whose word: our ledger\'s, or the venue\'s own' -x -a 'ledger venue'
complete -c pm-trade -n '__fish_seen_subcommand_from trades' -l limit -d 'At most this many' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l outcome -d 'Which outcome of a market' -x -a 'yes no'
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l shares -d 'How many shares' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l spend -d 'How many dollars, fees apart' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l price -d 'Limit: the order rests if it must' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l max-price -d 'Without --price: the worst price to take at' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l type -d 'gtc, gtd, fok or fak' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l post-only -d 'Only as a maker: refused if it would cross'
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l expires -d 'Leave the book after this long' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l dry-run -d 'Show cost, fee, worst case and what would be sent'
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l patience -d 'Wait this long for an answer' -x
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from buy' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l outcome -d 'Which outcome of a market' -x -a 'yes no'
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l shares -d 'How many shares' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l price -d 'Limit: the order rests if it must' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l min-price -d 'Without --price: the worst price to take at' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l type -d 'gtc, gtd, fok or fak' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l post-only -d 'Only as a maker: refused if it would cross'
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l expires -d 'Leave the book after this long' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l dry-run -d 'Show cost, fee, worst case and what would be sent'
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l patience -d 'Wait this long for an answer' -x
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from sell' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from cancel' -l patience -d 'Wait this long for proof' -x
complete -c pm-trade -n '__fish_seen_subcommand_from cancel' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from cancel' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from cancel-all' -l market -d 'Only orders of this market' -x
complete -c pm-trade -n '__fish_seen_subcommand_from cancel-all' -l patience -d 'Wait this long for proof' -x
complete -c pm-trade -n '__fish_seen_subcommand_from cancel-all' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from cancel-all' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from replace' -l price -d 'New limit' -x
complete -c pm-trade -n '__fish_seen_subcommand_from replace' -l shares -d 'New size; default: what is left' -x
complete -c pm-trade -n '__fish_seen_subcommand_from replace' -l patience -d 'Wait this long for proof' -x
complete -c pm-trade -n '__fish_seen_subcommand_from replace' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from replace' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from batch' -a '-'
complete -c pm-trade -n '__fish_seen_subcommand_from batch' -l dry-run -d 'Show what each order would be'
complete -c pm-trade -n '__fish_seen_subcommand_from batch' -l patience -d 'Wait this long for answers' -x
complete -c pm-trade -n '__fish_seen_subcommand_from batch' -l live -d 'Real money: needs limits, a key, and a doctor\'s visit'
complete -c pm-trade -n '__fish_seen_subcommand_from batch' -l live-account -d 'With --live and no terminal: the wallet\'s address, to show that it is meant' -x
complete -c pm-trade -n '__fish_seen_subcommand_from kill' -l reset -d 'Take the stop away: trading may start again'
complete -c pm-trade -n '__fish_seen_subcommand_from kill' -l why -d 'What the stop says' -x
complete -c pm-trade -n '__fish_seen_subcommand_from kill' -l patience -d 'Go on trying for this long' -x
complete -c pm-trade -n '__fish_seen_subcommand_from balance' -l refresh -d 'Make the venue look at the chain first'
complete -c pm-trade -n '__fish_seen_subcommand_from why' -l live -d 'Look in the ledger of real money'
complete -c pm-trade -n '__fish_seen_subcommand_from audit' -a 'verify'
complete -c pm-trade -n '__fish_seen_subcommand_from audit' -l file -d 'Log to check; default: that of the profile' -r -F
complete -c pm-trade -n '__fish_seen_subcommand_from doctor' -l live -d 'Look at the account, too: key, wallet, balance, allowances'
complete -c pm-trade -n '__fish_seen_subcommand_from wallet' -a 'new import show export-address'
complete -c pm-trade -n '__fish_seen_subcommand_from wallet' -l file -d 'Keystore to write; default: keystore.json of the profile' -r -F
complete -c pm-trade -n '__fish_seen_subcommand_from keys' -a 'derive create list revoke'
complete -c pm-trade -n '__fish_seen_subcommand_from keys' -l key -d 'Which key to revoke; without it the one this machine uses' -x
complete -c pm-trade -n '__fish_seen_subcommand_from keys' -l readonly -d 'A key that can read and nothing else'
complete -c pm-trade -n '__fish_seen_subcommand_from config' -a 'show'
complete -c pm-trade -n '__fish_seen_subcommand_from config' -l origin -d 'Say where each value came from'
