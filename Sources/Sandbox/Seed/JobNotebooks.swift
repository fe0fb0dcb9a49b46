/// The two notebooks that Autopilot writes beside a job's candidates, small and about the job's real data.
struct JobNotebooks {
    var job: String
    var target: String
    var data: DataTable
    var candidates: [TrainedCandidate]

    /// What is in the training data: each column with its kind, its gaps and how many values it has.
    var exploration: [UInt8] {
        let columns = data.columns.enumerated().map { place, name in
            let cells = data.rows.map { $0[place] }
            let present = cells.filter { !$0.isEmpty }
            let isNumeric = !present.isEmpty && present.allSatisfy { Double($0) != nil }
            return "| \(name)\(name == target ? " (target)" : "") | \(isNumeric ? "numeric" : "categorical") "
                + "| \(cells.count - present.count) | \(Set(present).count) |"
        }
        return Self.notebook([
            .markdown("# Data exploration of \(job)\n\n\(data.rows.count) rows, \(data.columns.count) columns"),
            Self.table(["Column", "Kind", "Missing", "Distinct"], columns),
        ])
    }

    /// How each candidate was made.
    var definition: [UInt8] {
        let rows = candidates.map { candidate in
            "| \(candidate.name) | dpp\(candidate.recipe.processor) | \(candidate.recipe.family.pathName) |"
        }
        return Self.notebook([
            .markdown("# Candidate definitions of \(job)"),
            Self.table(["Candidate", "Data processor", "Algorithm"], rows),
            .code("AUTOML_JOB_NAME = '\(job)'\nTARGET_ATTRIBUTE_NAME = '\(target)'"),
        ])
    }

    private enum Cell {
        case markdown(String)
        case code(String)
    }

    private static func table(_ columns: [String], _ rows: [String]) -> Cell {
        let rule = "|" + String(repeating: "---|", count: columns.count)
        return .markdown((["| \(columns.joined(separator: " | ")) |", rule] + rows).joined(separator: "\n"))
    }

    /// Version 4.5 of the notebook format.
    private static func notebook(_ cells: [Cell]) -> [UInt8] {
        let members = cells.enumerated().map { number, cell -> JSONValue in
            let id = (key: "id", value: JSONValue.string("cell-\(number + 1)"))
            let metadata = (key: "metadata", value: JSONValue.object([]))
            switch cell {
            case .markdown(let text):
                return .object([("cell_type", .string("markdown")), id, metadata, ("source", .string(text))])
            case .code(let text):
                return .object([
                    ("cell_type", .string("code")), ("execution_count", .null), id, metadata, ("outputs", .array([])),
                    ("source", .string(text)),
                ])
            }
        }
        let kernel = JSONValue.object([
            ("display_name", .string("Python 3")), ("language", .string("python")), ("name", .string("python3")),
        ])
        let document = JSONValue.object([
            ("cells", .array(members)), ("metadata", .object([("kernelspec", kernel)])), ("nbformat", .literal("4")),
            ("nbformat_minor", .literal("5")),
        ])
        return Array(document.text.utf8)
    }
}
