using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>On PostgreSQL whatever changes resources, or what they are searched by, takes a number, by whichever way it writes: <c>PostgresMoments</c> says what for. SQLite tells of commits by itself.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261127104000_WriteNumbers")]
public sealed class WriteNumbers : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (!migrationBuilder.IsPostgres()) return;
        foreach (var statement in Postgres) migrationBuilder.Sql(statement);
    }

    // The lock before the number, and both before the commit: who gets the lock alone knows that every number so far has ended.
    private static readonly string[] Postgres =
    [
        "CREATE SEQUENCE write_number",

        // A sequence that was never asked shows the number that it will give first: nobody could tell the first write from none.
        "SELECT nextval('write_number')",
        """
        CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared(7161130662617049460);
            PERFORM nextval('write_number');
            RETURN NULL;
        END $$
        """,
        "CREATE TRIGGER resource_counted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON resource FOR EACH STATEMENT EXECUTE FUNCTION count_write()",
        "CREATE TRIGGER catalog_counted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON index_catalog FOR EACH STATEMENT EXECUTE FUNCTION count_write()",
    ];
}
