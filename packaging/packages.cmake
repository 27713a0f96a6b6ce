# SPDX-License-Identifier: MIT
# What `cpack` makes of a build: three Debian packages (the program, the shared
# library, what is needed to build against it) and one archive of all. The
# program does not need the library's package: it has what it uses within it.
#
#	cmake -S . -B build/package -G Ninja -DCMAKE_BUILD_TYPE=Release \
#		-DBUILD_TESTING=OFF -DCMAKE_INSTALL_PREFIX=/usr
#	cmake --build build/package && (cd build/package && cpack)
set(HSCAN_CONTACT "healthscan authors <maintainers@users.noreply.github.com>"
	CACHE STRING "Who makes the packages")

set(CPACK_GENERATOR DEB TGZ)
# Else it is put before the first line of each description below.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_PACKAGE_NAME healthscan)
set(CPACK_PACKAGE_CONTACT "${HSCAN_CONTACT}")
set(CPACK_PACKAGE_VENDOR "healthscan authors")
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/prepare.cmake")
set(CPACK_HSCAN_PACKAGING "${CMAKE_CURRENT_LIST_DIR}")
set(CPACK_HSCAN_CHANGES "${CMAKE_SOURCE_DIR}/CHANGELOG.md")

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME healthscan)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION vcs)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS ca-certificates)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS git)
# It is loaded when it is needed, which dpkg-shlibdeps cannot see. Debian 13 has
# another name for the package of the same library.
if(HSCAN_IMPORT)
	string(APPEND CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS
		", libarchive13t64 | libarchive13")
	set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS
		"libarchive13t64 | libarchive13")
endif()
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "community health of an open-source project
healthscan computes merge times, close rates, contributor counts and other
metrics from pull requests, issues, reviews and releases of the GitHub REST API
and from commits in git. It compares them with fixed bounds and with the
project's own past, shows the records behind every number, and writes to the
terminal, as JSON or as a web page. As a gate in CI its exit code is the result.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libhealthscan0)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA
	"${CMAKE_CURRENT_LIST_DIR}/shlibs;${CMAKE_CURRENT_LIST_DIR}/triggers")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "community health of an open-source project - shared library
libhealthscan fetches the records of a repository into a store, evaluates it
from there, and writes reports in all the formats of healthscan.
This package has the shared library.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libhealthscan-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
	"libhealthscan0 (= ${PROJECT_VERSION}-1), libcurl4-openssl-dev, libgit2-dev, libsqlite3-dev, libcjson-dev, zlib1g-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "community health of an open-source project - development files
libhealthscan fetches the records of a repository into a store, evaluates it
from there, and writes reports in all the formats of healthscan.
This package has the headers, the static library and examples.")
include(CPack)
