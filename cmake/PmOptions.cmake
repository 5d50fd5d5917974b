set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

option(PM_BUILD_TESTS "Build the tests." ON)
option(PM_BUILD_FUZZERS "Build the fuzz targets (clang only)." OFF)
option(PM_BUILD_BENCH "Build the benchmarks." OFF)
set(PM_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined.")
# Files of a target are compiled four at a time: most of what a file compiles to is what its neighbours
# have too. `make tidy` compiles each alone.
option(CMAKE_UNITY_BUILD "Compile several files as one." ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 4)
option(PM_COVERAGE "Count covered lines (gcov)." OFF)

find_program(PM_CCACHE ccache)
if(PM_CCACHE)
  # The sloppiness lets ccache remember what is compiled with the tests' precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros ${PM_CCACHE})
endif()

add_library(pm_options INTERFACE)
add_library(pm::options ALIAS pm_options)
target_compile_options(pm_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override -Wimplicit-fallthrough
  -fstack-protector-strong
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wuseless-cast -fpch-preprocess
    --param=ggc-min-heapsize=1000000>
  # The heap size is when g++ begins to collect garbage, in KB: a tenth of the time saved.
  # False alarms of g++ 12 when it optimises: std::string's own operator+ (GCC bug 105329), a
  # std::optional that was checked, Asio's coroutine frames.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized -Wno-mismatched-new-delete>
  # Takes a file compiled with others for a header.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds;-Wno-stringop-overflow>)
# What nobody calls is left out: half of what the loader would have to relocate at every start.
target_compile_options(pm_options INTERFACE $<$<CONFIG:Release>:-ffunction-sections;-fdata-sections>)
target_link_options(pm_options INTERFACE $<$<CONFIG:Release>:-Wl,--gc-sections>)
# Asio is compiled once, in net; every target must agree on that.
target_compile_definitions(pm_options INTERFACE _GLIBCXX_ASSERTIONS BOOST_ASIO_SEPARATE_COMPILATION)
if(PM_SANITIZE)
  target_compile_options(pm_options INTERFACE -fsanitize=${PM_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(pm_options INTERFACE -fsanitize=${PM_SANITIZE})
  # clang 14 cannot write its check of function types into a coroutine.
  target_compile_options(pm_options INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-fno-sanitize=function>)
endif()
if(PM_COVERAGE)
  target_compile_options(pm_options INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(pm_options INTERFACE --coverage)
endif()
find_program(PM_MOLD mold)
if(PM_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_INTERPROCEDURAL_OPTIMIZATION)
  target_link_options(pm_options INTERFACE -fuse-ld=mold)
endif()
