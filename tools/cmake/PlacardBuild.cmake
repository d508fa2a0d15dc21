# How Placard's targets are built: warnings, sanitizers, ccache, and the one function that makes a module.
#
#   placard_module(NAME [DEPENDS target...] [LIBRARIES library...] [TEST_LIBRARIES library...] [PRECOMPILE header...])
#
# makes the library placard_NAME from the .cpp files of the calling folder, and from its *_test.cpp files the
# program placard_NAME_test, whose tests ctest runs one by one. A module without sources is a header library.

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(placard_options INTERFACE)
target_include_directories(placard_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(placard_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror=return-type)
target_compile_definitions(placard_options INTERFACE
    BOOST_ASIO_NO_DEPRECATED PLACARD_VERSION="${PROJECT_VERSION}")
if(PLACARD_SANITIZE)
    target_compile_options(placard_options INTERFACE -fsanitize=${PLACARD_SANITIZE} -fno-omit-frame-pointer -O1)
    target_link_options(placard_options INTERFACE -fsanitize=${PLACARD_SANITIZE})
    if(PLACARD_SANITIZE MATCHES "undefined")
        target_compile_options(placard_options INTERFACE -fno-sanitize-recover=undefined)
    endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CCACHE)
    target_compile_options(placard_options INTERFACE -fpch-preprocess)
endif()

find_package(Threads REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
include(GoogleTest)

function(placard_tests TARGET)
    cmake_parse_arguments(ARG "" "TIMEOUT" "PROPERTIES" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    gtest_discover_tests(${TARGET} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} PROPERTIES TIMEOUT ${ARG_TIMEOUT} ${ARG_PROPERTIES})
endfunction()

function(placard_module NAME)
    cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;TEST_LIBRARIES;PRECOMPILE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(TRANSFORM ARG_DEPENDS PREPEND placard_)
    if(sources)
        add_library(placard_${NAME} STATIC ${sources})
        target_link_libraries(placard_${NAME}
            PUBLIC placard_options ${ARG_DEPENDS} ${ARG_LIBRARIES} Threads::Threads)
        if(ARG_PRECOMPILE)
            target_precompile_headers(placard_${NAME} PRIVATE ${ARG_PRECOMPILE})
        endif()
    else()
        add_library(placard_${NAME} INTERFACE)
        target_link_libraries(placard_${NAME}
            INTERFACE placard_options ${ARG_DEPENDS} ${ARG_LIBRARIES} Threads::Threads)
    endif()
    if(tests)
        add_executable(placard_${NAME}_test ${tests})
        target_link_libraries(placard_${NAME}_test
            PRIVATE placard_${NAME} ${ARG_TEST_LIBRARIES} GTest::gmock GTest::gtest_main)
        target_precompile_headers(placard_${NAME}_test PRIVATE <gtest/gtest.h> ${ARG_PRECOMPILE})
        placard_tests(placard_${NAME}_test)
    endif()
endfunction()
