using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>By which search parameters the resources of each type are indexed, and how far an index that is being built has come.</summary>
/// <remarks>
/// Of what is stored already nobody knows by which definitions it was indexed: '?' says so. Rewriting index rows changes no version, so the notes
/// of changed Consents are made for versions only from now on.
/// </remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122073000_IndexCatalogTable")]
public sealed class IndexCatalogTable : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Script("""
            CREATE TABLE index_catalog (
                type {text} PRIMARY KEY,
                parameters {text} NOT NULL,
                done {long} NOT NULL,
                total {long} NOT NULL,
                revision {long} NOT NULL);
            INSERT INTO index_catalog (type, parameters, done, total, revision) SELECT DISTINCT type, '?', 0, 0, 1 FROM resource
            """);
        foreach (var statement in migrationBuilder.IsPostgres() ? Postgres : Sqlite) migrationBuilder.Sql(statement);
    }

    private static readonly string[] Sqlite =
    [
        "DROP TRIGGER watched_update",
        """
        CREATE TRIGGER watched_update AFTER UPDATE OF version, person ON resource WHEN NEW.type = 'Consent' BEGIN
            INSERT INTO watched_change (person) VALUES (NEW.person);
            INSERT INTO watched_change (person) SELECT OLD.person WHERE OLD.person IS NOT NEW.person;
        END
        """,
    ];

    private static readonly string[] Postgres =
    [
        "DROP TRIGGER watched_update ON resource",
        "CREATE TRIGGER watched_update AFTER UPDATE OF version, person ON resource FOR EACH ROW WHEN (NEW.type = 'Consent') EXECUTE FUNCTION watch_change()",
    ];
}
