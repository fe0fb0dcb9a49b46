import JSONCoding

/// The two requests under their operations' names, as `--dry-run` prints them.
struct JSONExport {
    let export: LaunchExport

    init(_ export: LaunchExport) { self.export = export }

    var text: String {
        JSONValue.object([
            .init(key: "CreateModel", value: export.createModel),
            .init(key: "CreateTransformJob", value: export.createTransformJob),
        ]).prettyText + "\n"
    }
}
