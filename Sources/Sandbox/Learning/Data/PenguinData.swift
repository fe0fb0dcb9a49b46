/// The Palmer Penguins: 344 birds of three species, measured on three islands from 2007 to 2009.
///
/// Collected by Kristen Gorman with Palmer Station LTER, published by Horst, Hill and Gorman under CC0.
enum PenguinData {
    static let columns = [
        "species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "year",
    ]

    /// Every bird in the order of publication; missing values are empty.
    static let table = DataTable(columns: columns, rows: parse(PenguinMeasurements.text))

    private static func parse(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var block: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("=") {
                block = line.dropFirst(2).split(separator: " ")
                continue
            }
            for bird in line.split(separator: ";") where bird.contains(where: { $0 != " " }) {
                let cells = bird.split(separator: " ")
                let measured = cells.prefix(4).map { $0 == "-" ? "" : String($0) }
                let sex = cells[4] == "m" ? "male" : cells[4] == "f" ? "female" : ""
                rows.append([String(block[0]), String(block[1])] + measured + [sex, String(block[2])])
            }
        }
        return rows
    }
}
