import BatchInference
import Console

extension DoctorScreen {
    static let commands: [Command<DoctorScreen, Event>] = [
        Command(
            "doctor.again", "run again", help: "Examines everything anew.", chords: ["r"], footerRank: 1,
            run: { screen, _ in screen.runAgain() }),
        Command(
            "doctor.copy", "copy", help: "Copies the report as text; it holds no secret.", chords: ["y"],
            footerRank: 2,
            availability: { .when($0.report != nil, otherwise: "there is no report yet") },
            run: { screen, context in [.copy(screen.text(context.now), announcing: "copied the report")] }),
        Command(
            "doctor.copy-json", "copy JSON", help: "Copies the report as JSON; it holds no secret.", chords: ["Y"],
            footerRank: 3,
            availability: { .when($0.report != nil, otherwise: "there is no report yet") },
            run: { screen, _ in [.copy(screen.json, announcing: "copied the report as JSON")] }),
        scrolling("doctor.down", "down", "Goes down a line.", ["Down", "j"], rank: 4) { _ in 1 },
        scrolling("doctor.up", "up", "Goes up a line.", ["Up", "k"], rank: 5) { _ in -1 },
        scrolling("doctor.page-down", "page down", "Goes down a page.", ["PageDown", "Space", "Ctrl-F", "Ctrl-D"]) {
            $0.area.rows
        },
        scrolling("doctor.page-up", "page up", "Goes up a page.", ["PageUp", "Ctrl-B", "Ctrl-U"]) { -$0.area.rows },
        scrolling("doctor.first", "start", "Goes to the first line.", ["Home", "g"]) { _ in -100_000 },
        scrolling("doctor.last", "what to do", "Goes to the end, where what to do stands.", ["End", "G"], rank: 6) {
            _ in
            100_000
        },
    ]
}
