import BatchInference
import Console

extension DoctorScreen {
    static let commands: [Command<DoctorScreen, Event>] =
        [
            Command(
                "doctor.again", "run again", help: "Run all checks again.", chords: ["r"], footerRank: 1,
                run: { screen, _ in screen.runAgain() }),
            Command(
                "doctor.copy", "copy", help: "Copy the report as text; it contains no secrets.", chords: ["y"],
                footerRank: 2,
                availability: { .when($0.report != nil, otherwise: "no report yet") },
                run: { screen, context in [.copy(screen.text(context.now), announcing: "copied the report")] }),
            Command(
                "doctor.copy-json", "copy JSON", help: "Copy the report as JSON; it contains no secrets.",
                chords: ["Y"],
                footerRank: 3,
                availability: { .when($0.report != nil, otherwise: "no report yet") },
                run: { screen, _ in [.copy(screen.json, announcing: "copied the report as JSON")] }),
        ]
        + pageCommands(
            "doctor", ranks: [.down: 4, .up: 5, .last: 6],
            words: [.last: MotionWords(title: "what to do", help: "Go to the end, which says what to do.")])
}
