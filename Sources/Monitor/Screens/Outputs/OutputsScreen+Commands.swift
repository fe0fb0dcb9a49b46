import BatchInference
import Console

extension OutputsScreen {
    static let commands: [Command<OutputsScreen, Event>] =
        [
            Command(
                "outputs.preview", "rows", help: "Show any rows of the input and output side by side.",
                chords: ["Enter", "Right", "l"], footerRank: 1,
                availability: {
                    $0.list.selected == nil
                        ? needsRow($0) : .when($0.preview.value != nil, otherwise: "the rows are still loading")
                },
                run: { $0.activate($1) }),
            Command(
                "outputs.summary", "summary", help: "Summarize the predictions of all outputs.", chords: ["m"],
                footerRank: 6,
                availability: {
                    .when($0.preview.value?.output.table != nil, otherwise: "select an output that can be read")
                },
                run: { screen, _ in screen.summarize() }),
            Command(
                "outputs.evaluate", "evaluate",
                help: "Compare all predictions with the true values in a column of the input.", chords: ["E"],
                availability: hasPreview, run: { screen, _ in screen.evaluate() }),
            Command(
                "outputs.table", "write table",
                help: "Write the rows of all outputs as one table, beside their inputs where they pair up.",
                chords: ["w"], footerRank: 8, availability: hasPreview, run: { screen, _ in screen.writeTable() }),
            Command(
                "outputs.elsewhere", "use elsewhere",
                help: "Show AWS CLI, pandas, Polars and DuckDB code that reads all outputs under the prefix.",
                chords: ["e"], footerRank: 7, availability: hasPreview,
                run: { screen, context in screen.useElsewhere(all: true, context) }),
            Command(
                "outputs.link", "presigned URL",
                help: "Show a presigned URL of the selected output, and code that reads it.",
                chords: ["u"], availability: hasPreview,
                run: { screen, context in screen.useElsewhere(all: false, context) }),
            Command(
                "outputs.pager", "pager", help: "Show the selected output as is, in $PAGER or less.",
                chords: ["v"], availability: hasPreview, run: { screen, _ in screen.showInPager() }),
            Command(
                "outputs.mark", "mark", help: "Mark the row for download, or remove its mark.", chords: ["Space"],
                footerRank: 2,
                availability: needsRow,
                run: { screen, context in
                    screen.list.toggleMark()
                    return screen.move(by: 1, context)
                }),
            Command(
                "outputs.download", "download",
                help: "Download the marked outputs, or the selected one, to a folder named after the transform.",
                chords: ["d"], footerRank: 3, availability: canDownload,
                run: { screen, _ in screen.beginDownload(of: screen.downloadRows) }),
            Command(
                "outputs.download-all", "download all",
                help: "Download every output of this run, and marked outputs of earlier runs.",
                chords: ["D"],
                footerRank: 4, availability: canDownload, run: { screen, _ in screen.beginDownload(of: nil) }),
            Command(
                "outputs.cancel-download", "stop", help: "Stop the download or the listing; what has arrived is kept.",
                chords: [.stop],
                availability: {
                    .when(
                        $0.download != nil || $0.listing.value?.isUnderWay == true,
                        otherwise: "no download or listing in progress")
                },
                run: { screen, _ in screen.cancel() }),
            Command(
                "outputs.repair", "repair",
                help: "Relaunch only the inputs that have no output from this run.", chords: ["R"], footerRank: 9,
                availability: {
                    $0.repair == nil
                        ? .unavailable("open the outputs from the transform to repair it")
                        : .when($0.transform.isEnded, otherwise: "it hasn't ended, and may still write what is missing")
                },
                run: { screen, _ in
                    screen.repair.map { [.navigate(.push($0(screen.transform.name)))] } ?? []
                }),
            Command(
                "outputs.copy", "copy path", help: "Copy the output's S3 URI.", chords: ["y"], footerRank: 5,
                availability: needsRow,
                run: { screen, _ in
                    guard let row = screen.list.selected, let listing = screen.listing.value else { return [] }
                    let uri = listing.outputLocation(of: row).uri
                    return [.copy(uri, announcing: "copied \(uri)")]
                }),
            Command(
                "outputs.copy-input", "copy input URI", help: "Copy the input's S3 URI.", chords: ["Y"],
                availability: { screen in
                    screen.list.selected == nil
                        ? needsRow(screen)
                        : .when(screen.list.selected?.input != nil, otherwise: "this row has no input")
                },
                run: { screen, _ in
                    guard let row = screen.list.selected, let location = screen.listing.value?.inputLocation(of: row)
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
        ] + rowCommands

    /// The commands of a list, as other lists have them.
    private static let rowCommands: [Command<OutputsScreen, Event>] =
        motionCommands("list", among: "row", isPage: false) { screen, motion, context in
            screen.move(by: motion.rows(page: screen.listHeight(context)), context)
        } + filterCommands("list", of: "rows")
        + sortCommands(
            next: { screen, context in
                screen.list.sortByNext()
                return screen.arrange(context)
            },
            reverse: { screen, context in
                screen.list.reverseSort()
                return screen.arrange(context)
            })

    @Sendable private static func needsRow(_ screen: OutputsScreen) -> Availability {
        .row(
            isSelected: screen.list.selected != nil, of: "objects", isLoaded: screen.isLoaded,
            isFilteredEmpty: screen.isFilteredEmpty)
    }

    @Sendable private static func hasPreview(_ screen: OutputsScreen) -> Availability {
        .when(screen.preview.value?.output.table != nil, otherwise: "select an output that can be read")
    }

    @Sendable private static func canDownload(_ screen: OutputsScreen) -> Availability {
        .when(screen.download == nil, otherwise: "a download is in progress; Ctrl-X cancels it")
    }
}
