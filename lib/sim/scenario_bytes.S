    .section .rodata
    .global pm_sim_scenario_begin
    .global pm_sim_scenario_end
pm_sim_scenario_begin:
    .incbin PM_SIM_SCENARIO
pm_sim_scenario_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
