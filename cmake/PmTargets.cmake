# What nearly every file includes, compiled once for each flavour: std (every library) and asio (those
# with coroutines). A quarter of the compile time. No header of our own is in it: those change.
function(pm_make_common_headers)
  if(NOT EXISTS ${PROJECT_BINARY_DIR}/nothing.cpp)  # a newer one would compile everything anew
    file(WRITE ${PROJECT_BINARY_DIR}/nothing.cpp "")
  endif()
  set(std_headers <algorithm> <array> <chrono> <cstdint> <deque> <functional> <map> <memory> <optional> <set>
    <span> <string> <string_view> <utility> <variant> <vector> <tl/expected.hpp>)
  set(asio_headers <boost/asio/any_io_executor.hpp> <boost/asio/awaitable.hpp>
    <boost/asio/cancellation_signal.hpp> <boost/asio/steady_timer.hpp> <boost/asio/this_coro.hpp>)
  foreach(flavour std asio)
    add_library(pm_${flavour}_headers OBJECT ${PROJECT_BINARY_DIR}/nothing.cpp)
    target_link_libraries(pm_${flavour}_headers PRIVATE tl::expected Boost::headers pm::options)
  endforeach()
  target_precompile_headers(pm_std_headers PRIVATE ${std_headers})
  target_precompile_headers(pm_asio_headers PRIVATE ${std_headers} ${asio_headers})
endfunction()

# pm_use_common_headers(<target> <flavour>)
function(pm_use_common_headers target flavour)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} REUSE_FROM pm_${flavour}_headers)
  endif()
endfunction()

# pm_add_library(<name> [ASIO] SOURCES <cpp>... HEADERS <hpp>... DEPENDS <target>... [PRIVATE_DEPENDS ...])
#
# ASIO: its files have coroutines. Makes target pm_<name> with alias pm::<name>. Headers are found as "<name>/<file>.hpp".
# Every header is also compiled alone by the target all_verify_interface_header_sets.
function(pm_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ASIO" "" "SOURCES;HEADERS;DEPENDS;PRIVATE_DEPENDS")
  add_library(pm_${name})
  add_library(pm::${name} ALIAS pm_${name})
  target_sources(pm_${name}
    PRIVATE ${arg_SOURCES}
    PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/lib FILES ${arg_HEADERS})
  target_link_libraries(pm_${name} PUBLIC ${arg_DEPENDS} PRIVATE pm::options ${arg_PRIVATE_DEPENDS})
  set_target_properties(pm_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  if(arg_ASIO)
    pm_use_common_headers(pm_${name} asio)
  else()
    pm_use_common_headers(pm_${name} std)
  endif()
endfunction()

# pm_add_app(<name> SOURCES <cpp>... DEPENDS <target>...)
#
# Makes <name> from main.cpp, and <name>-commands (everything else) so tests can link it.
function(pm_add_app name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_library(${name}-commands STATIC ${arg_SOURCES})
  target_include_directories(${name}-commands PUBLIC ${PROJECT_SOURCE_DIR}/apps)
  target_link_libraries(${name}-commands PUBLIC pm::cli ${arg_DEPENDS} PRIVATE pm::options)
  pm_use_common_headers(${name}-commands asio)
  add_executable(${name} main.cpp)
  target_link_libraries(${name} PRIVATE ${name}-commands pm::options)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  install(TARGETS ${name})
endfunction()

# pm_add_unit_tests(<library> [ASIO] SOURCES <cpp>... DEPENDS <target>...)
#
# ASIO: it links pm::net. Makes the test program <library>_tests from tests/unit/<library>/*_test.cpp.
function(pm_add_unit_tests library)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ASIO" "" "SOURCES;DEPENDS")
  add_executable(${library}_tests ${arg_SOURCES} $<TARGET_OBJECTS:pm_test_main>)
  target_include_directories(${library}_tests PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${library}_tests PRIVATE
    PM_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data" PM_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${library}_tests PRIVATE ${arg_DEPENDS} Catch2::Catch2 rapidcheck pm::options)
  if(arg_ASIO)
    target_precompile_headers(${library}_tests REUSE_FROM pm_asio_test_headers)
  else()
    target_precompile_headers(${library}_tests REUSE_FROM pm_std_test_headers)
  endif()
  add_test(NAME unit/${library} COMMAND ${library}_tests)
  set_tests_properties(unit/${library} PROPERTIES LABELS unit)
endfunction()
