import BatchInference
import Console

extension ObjectBrowserScreen {
    static let commands: [Command<ObjectBrowserScreen, Event>] =
        [
            Command(
                "browse.go", "go there", help: "Go to the location you typed.", chords: ["Enter"], footerRank: 1,
                availability: { .when($0.typed != nil, otherwise: "you aren't typing a location") },
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
                "browse.choose-folder", "this folder", help: "Choose everything in this folder.",
                chords: ["."], footerRank: 3,
                availability: { .when($0.location != nil, otherwise: "no folder is open") },
                run: { screen, _ in screen.location.map { screen.choose($0) } ?? [] }),
            Command(
                "browse.up", "up", help: "Go to the parent folder.", chords: ["Left", "h", "-", "Backspace"],
                footerRank: 4,
                availability: {
                    .when(
                        $0.location?.key.isEmpty == false,
                        otherwise: "this is the top of the bucket; press e to type another")
                },
                run: { screen, _ in screen.goUp() }),
            Command(
                "browse.type", "type", help: "Type another bucket or prefix.", chords: ["e", "Ctrl-G"],
                footerRank: 5,
                availability: { .when($0.typed == nil, otherwise: "you're already typing one") },
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
                "browse.refresh", "refresh", help: "Refresh the folder.", chords: ["r"], footerRank: 62,
                availability: { .when($0.location != nil, otherwise: "no folder is open") },
                run: { screen, _ in screen.load() }),
        ] + listCommands
}
