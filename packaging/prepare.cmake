# SPDX-License-Identifier: MIT
# Run by cpack over what it has staged: gives each Debian package its licence
# and its changes, compresses them and the manual, and puts the completions of
# zsh and the example where Debian wants them.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
	return()
endif()
find_program(gzip gzip REQUIRED)
file(READ "${CPACK_HSCAN_PACKAGING}/changelog.in" changes)
string(CONFIGURE "${changes}" changes @ONLY)
string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
string(REPLACE "DATE" "${day}" changes "${changes}")
foreach(pair program:healthscan library:libhealthscan0
		development:libhealthscan-dev)
	string(REPLACE ":" ";" pair "${pair}")
	list(GET pair 0 component)
	list(GET pair 1 package)
	set(docs "${CPACK_TEMPORARY_DIRECTORY}/${component}/usr/share/doc/${package}")
	file(COPY "${CPACK_HSCAN_PACKAGING}/copyright" DESTINATION "${docs}")
	file(WRITE "${docs}/changelog.Debian" "${changes}")
	file(READ "${CPACK_HSCAN_CHANGES}" upstream)
	file(WRITE "${docs}/changelog" "${upstream}")
	file(CHMOD "${docs}/copyright" "${docs}/changelog"
		"${docs}/changelog.Debian" PERMISSIONS
		OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endforeach()
# Where Debian's zsh looks.
set(zsh "${CPACK_TEMPORARY_DIRECTORY}/program/usr/share/zsh")
file(RENAME "${zsh}/site-functions" "${zsh}/vendor-completions")
# The examples lie with the package that they are in. And pkg-config leaves out the
# folders that a compiler knows only where they are called by their names.
set(dev "${CPACK_TEMPORARY_DIRECTORY}/development/usr")
file(RENAME "${dev}/share/doc/healthscan/examples"
	"${dev}/share/doc/libhealthscan-dev/examples")
file(REMOVE_RECURSE "${dev}/share/doc/healthscan")
file(GLOB_RECURSE pc "${dev}/lib/healthscan.pc")
file(READ "${pc}" text)
string(REGEX REPLACE "\nprefix=[^\n]*" "\nprefix=/usr" text "${text}")
file(WRITE "${pc}" "${text}")
file(GLOB_RECURSE pages "${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/man?/*"
	"${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/*/changelog*")
foreach(page IN LISTS pages)
	execute_process(COMMAND "${gzip}" -9nf "${page}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
