import GRDB

/// Every change of the schema, in order; one that has been released is never edited.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 launches, history and lists") { db in
            try db.create(table: "launch") { table in
                table.primaryKey("id", .text)
                table.column("account", .text).notNull()
                table.column("region", .text).notNull()
                table.column("profile", .text)
                table.column("autopilotJobName", .text).notNull()
                table.column("candidateName", .text).notNull()
                table.column("transformJobName", .text).notNull()
                table.column("createModel", .text).notNull()
                table.column("createTransformJob", .text).notNull()
                table.column("state", .text).notNull().indexed()
                table.column("createdAt", .double).notNull().indexed()
                table.column("updatedAt", .double).notNull()
                table.column("reusesModel", .boolean).notNull()
            }
            try db.create(table: "pastTransform") { table in
                table.primaryKey {
                    table.column("account", .text)
                    table.column("region", .text)
                    table.column("name", .text)
                }
                table.column("modelName", .text).notNull()
                table.column("status", .text).notNull()
                table.column("instanceType", .text).notNull()
                table.column("instanceCount", .integer).notNull()
                table.column("createdAt", .double).notNull()
                table.column("startedAt", .double).notNull()
                table.column("endedAt", .double).notNull().indexed()
            }
            try db.create(table: "cachedList") { table in
                table.primaryKey {
                    table.column("account", .text)
                    table.column("region", .text)
                    table.column("kind", .text)
                }
                table.column("rows", .blob).notNull()
                table.column("savedAt", .double).notNull().indexed()
            }
        }
        migrator.registerMigration("2 who works on a launch") { db in
            try db.alter(table: "launch") { table in
                table.add(column: "owner", .text)
            }
        }
        migrator.registerMigration("3 launches across accounts") { db in
            try db.alter(table: "launch") { table in
                table.add(column: "sourceProfile", .text)
                table.add(column: "copies", .text)
            }
        }
        migrator.registerMigration("4 trials that are not tidied up") { db in
            try db.alter(table: "launch") { table in
                table.add(column: "isOpenTrial", .boolean).notNull().defaults(to: false)
            }
        }
        migrator.registerMigration("5 launches that cannot be read") { db in
            try db.create(table: "setAsideLaunch") { table in
                table.autoIncrementedPrimaryKey("number")
                table.column("transformJobName", .text)
                table.column("modelName", .text)
                table.column("reason", .text).notNull()
                table.column("setAsideAt", .double).notNull()
                // The row as it was, as JSON.
                table.column("content", .text).notNull()
            }
        }
        migrator.registerMigration("6 corrected inputs") { db in
            try db.alter(table: "launch") { table in
                table.add(column: "correctedFolder", .text)
            }
        }
        migrator.registerMigration("7 sizes of past inputs") { db in
            try db.alter(table: "pastTransform") { table in
                table.add(column: "inputBytes", .integer)
            }
        }
        migrator.registerMigration("8 repairs") { db in
            try db.alter(table: "launch") { table in
                table.add(column: "repairs", .text)
            }
        }
        migrator.registerMigration("9 ended runs") { db in
            try db.create(table: "endedRun") { table in
                table.primaryKey {
                    table.column("account", .text)
                    table.column("region", .text)
                    table.column("name", .text)
                }
                table.column("status", .text).notNull()
                table.column("modelName", .text)
                table.column("createdAt", .double).notNull().indexed()
                // Everything else, as JSON: what a later version adds needs no other table.
                table.column("content", .text).notNull()
            }
        }
        migrator.registerMigration("10 evaluations") { db in
            try db.create(table: "evaluation") { table in
                table.primaryKey("id", .text)
                table.column("account", .text).notNull()
                table.column("region", .text).notNull()
                table.column("jobName", .text).notNull()
                table.column("name", .text).notNull()
                table.column("state", .text).notNull().indexed()
                table.column("createdAt", .double).notNull().indexed()
                table.column("updatedAt", .double).notNull()
                table.column("owner", .text)
                // Everything else, as JSON.
                table.column("content", .text).notNull()
            }
        }
        return migrator
    }
}
