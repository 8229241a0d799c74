using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>On SQLite the rows of a person are found by person and type, in the order of their numbers, without their ids.</summary>
/// <remarks>
/// The index is half as large. Its order is that of a page of a search: what one person may see of a type is found without a walk over everybody's, also where
/// nobody has counted what the tables hold. PostgreSQL keeps the ids, since its rows have no such order.
/// </remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261123100000_PersonsRows")]
public sealed class PersonsRows : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (migrationBuilder.IsPostgres()) return;

        // A load that was killed may have put the old one aside: it is not to come again.
        migrationBuilder.Script("""
            DELETE FROM index_aside WHERE name = 'resource_compartment';
            DROP INDEX IF EXISTS resource_compartment;
            CREATE INDEX resource_person ON resource (person, type)
            """);
    }
}
