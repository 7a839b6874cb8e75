; The installer of packaging/windows.py: for one user, without any right. VERSION, SOURCE, OUT and PACK are given.
Unicode true
SetCompressor /SOLID ${PACK}
RequestExecutionLevel user
Name "nndesk ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\nndesk"
InstallDirRegKey HKCU "Software\nndesk" "Folder"
Icon "${SOURCE}/nndesk.ico"
UninstallIcon "${SOURCE}/nndesk.ico"
LicenseData "${SOURCE}/LICENCES.txt"
LicenseForceSelection off
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "nndesk"
VIAddVersionKey "FileDescription" "nndesk ${VERSION} installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "the nndesk authors; GPL-3.0-or-later as a whole"

Page license
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!include FileFunc.nsh
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\nndesk"

; All that was installed and nothing that a user may have put beside it.
!macro TakeAway
    RMDir /r "$INSTDIR\Lib\site-packages"
    RMDir "$INSTDIR\Lib"
    Delete "$INSTDIR\*.pyd"
    Delete "$INSTDIR\*.dll"
    Delete "$INSTDIR\python*.*"
    Delete "$INSTDIR\nndesk.cmd"
    Delete "$INSTDIR\*.ico"
    Delete "$INSTDIR\LICENCES.txt"
!macroend

Section
    IfFileExists "$INSTDIR\uninstall.exe" 0 +2
    Call RemoveOld
    SetOutPath "$INSTDIR"
    File /r "${SOURCE}/*.*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\nndesk.lnk" "$INSTDIR\pythonw.exe" "-m nndesk" "$INSTDIR\nndesk.ico"
    WriteRegStr HKCU "Software\nndesk" "Folder" "$INSTDIR"
    WriteRegStr HKCU "Software\Classes\.nnd" "" "nndesk.network"
    WriteRegStr HKCU "Software\Classes\.nnd" "Content Type" "application/x-nndesk"
    WriteRegStr HKCU "Software\Classes\nndesk.network" "" "nndesk network"
    WriteRegStr HKCU "Software\Classes\nndesk.network\DefaultIcon" "" "$INSTDIR\nnd.ico"
    WriteRegStr HKCU "Software\Classes\nndesk.network\shell\open\command" "" '"$INSTDIR\pythonw.exe" -m nndesk "%1"'
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "nndesk"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\nndesk.ico"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "the nndesk authors"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Function RemoveOld
    !insertmacro TakeAway
FunctionEnd

Section Uninstall
    !insertmacro TakeAway
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\nndesk.lnk"
    DeleteRegKey HKCU "Software\nndesk"
    ReadRegStr $0 HKCU "Software\Classes\.nnd" ""
    StrCmp $0 "nndesk.network" 0 +2
    DeleteRegKey HKCU "Software\Classes\.nnd"
    DeleteRegKey HKCU "Software\Classes\nndesk.network"
    DeleteRegKey HKCU "${UNINSTALL}"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
