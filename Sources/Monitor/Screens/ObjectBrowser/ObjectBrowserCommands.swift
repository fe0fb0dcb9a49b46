import BatchInference
import Console

extension ObjectBrowserScreen {
    static let commands: [Command<ObjectBrowserScreen, Event>] =
        [
            Command(
                "browse.go", "go there", help: "Shows the location that was typed.", chords: ["Enter"], footerRank: 1,
                availability: { .when($0.typed != nil, otherwise: "no location is being typed") },
                run: { screen, _ in screen.goToTyped() }),
            Command(
                "browse.open", "open", help: "Open the selected folder, or choose the selected object.",
                chords: ["Enter", "Right", "l"], footerRank: 1,
                availability: needsRow,
                run: { $0.activate($1) }),
            Command(
                "browse.choose", "choose", help: "Choose the selected folder or object.", chords: ["Space"],
                footerRank: 2,
                availability: needsRow,
                run: { screen, _ in screen.model.selected.map { screen.choose($0.location) } ?? [] }),
            Command(
                "browse.choose-folder", "this folder", help: "Chooses everything in the folder shown on top.",
                chords: ["."], footerRank: 3,
                availability: { .when($0.location != nil, otherwise: "no folder is shown") },
                run: { screen, _ in screen.location.map { screen.choose($0) } ?? [] }),
            Command(
                "browse.up", "up", help: "Goes to the folder above.", chords: ["Left", "h", "-", "Backspace"],
                footerRank: 4,
                availability: {
                    .when(
                        $0.location?.key.isEmpty == false, otherwise: "this is the top of the bucket; e types another")
                },
                run: { screen, _ in screen.goUp() }),
            Command(
                "browse.type", "type", help: "Types another bucket or prefix.", chords: ["e", "Ctrl-G"],
                footerRank: 5,
                availability: { .when($0.typed == nil, otherwise: "one is being typed") },
                run: { screen, _ in
                    screen.beginTyping()
                    return []
                }),
            Command(
                "browse.copy", "copy S3 URI", help: "Copy the S3 URI of the selected entry.", chords: ["y"],
                footerRank: 30,
                availability: needsRow,
                run: { screen, _ in
                    screen.model.selected.map {
                        [.copy($0.location.uri, announcing: "copied \($0.location.uri)")]
                    } ?? []
                }),
            Command(
                "browse.refresh", "refresh", help: "Lists the folder again.", chords: ["r"], footerRank: 62,
                availability: { .when($0.location != nil, otherwise: "no folder is shown") },
                run: { screen, _ in screen.load() }),
        ] + listCommands
}
