import BatchInference
import Console

extension OutputsScreen {
    static let commands: [Command<OutputsScreen, Event>] =
        [
            Command(
                "outputs.preview", "preview", help: "Show more rows of the input and output side by side.",
                chords: ["Enter", "Right", "l"], footerRank: 1,
                availability: {
                    $0.model.selected == nil
                        ? needsRow($0) : .when($0.preview.value != nil, otherwise: "the rows are still loading")
                },
                run: { $0.activate($1) }),
            Command(
                "outputs.mark", "mark", help: "Mark the row for download, or remove its mark.", chords: ["Space"],
                footerRank: 2,
                availability: needsRow,
                run: { screen, context in
                    screen.model.list.toggleMark()
                    return screen.move(by: 1, context)
                }),
            Command(
                "outputs.download", "download",
                help: "Download the marked outputs, or the selected one, to a folder named after the transform.",
                chords: ["d"], footerRank: 3, availability: canDownload,
                run: { screen, _ in screen.beginDownload(of: screen.downloadRows) }),
            Command(
                "outputs.download-all", "download all", help: "Download every output.", chords: ["D"],
                footerRank: 4, availability: canDownload, run: { screen, _ in screen.beginDownload(of: nil) }),
            Command(
                "outputs.cancel-download", "cancel", help: "Cancel the download; finished files stay.",
                chords: ["Ctrl-X"],
                availability: { .when($0.download != nil, otherwise: "no download in progress") },
                run: { screen, _ in screen.cancelDownload() }),
            Command(
                "outputs.copy", "copy path", help: "Copy the output's S3 URI.", chords: ["y"], footerRank: 5,
                availability: needsRow,
                run: { screen, _ in
                    guard let row = screen.model.selected, let listing = screen.listing.value else { return [] }
                    let uri = listing.outputLocation(of: row).uri
                    return [.copy(uri, announcing: "copied \(uri)")]
                }),
            Command(
                "outputs.copy-input", "copy input URI", help: "Copy the input's S3 URI.", chords: ["Y"],
                availability: { screen in
                    screen.model.selected == nil
                        ? needsRow(screen)
                        : .when(screen.model.selected?.input != nil, otherwise: "this row has no input")
                },
                run: { screen, _ in
                    guard let row = screen.model.selected, let location = screen.listing.value?.inputLocation(of: row)
                    else { return [] }
                    return [.copy(location.uri, announcing: "copied \(location.uri)")]
                }),
            Command(
                "outputs.panel", "list/preview", help: "Switch between list and preview on a narrow screen.",
                chords: ["Tab"],
                run: { $0.togglePreview($1) }),
            Command(
                "outputs.refresh", "refresh", help: "Refresh inputs and outputs.", chords: ["r"], footerRank: 62,
                run: { screen, context in screen.update(.refreshDue, context) }),
        ] + listCommands

    @Sendable private static func canDownload(_ screen: OutputsScreen) -> Availability {
        .when(screen.download == nil, otherwise: "a download is in progress; Ctrl-X cancels it")
    }
}
