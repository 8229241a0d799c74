using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Rows of the same date or number follow each other by their row numbers: an order by it is the index's own, however many rows share a value.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261126101000_DatesInRowOrder")]
public sealed class DatesInRowOrder : Migration
{
    // A load that was broken off may have put them aside.
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        DROP INDEX IF EXISTS index_date_value;
        DROP INDEX IF EXISTS index_number_value;
        DELETE FROM index_aside WHERE name IN ('index_date_value', 'index_number_value');
        CREATE INDEX index_date_value ON index_date (param, low, rid, high);
        CREATE INDEX index_number_value ON index_number (param, low, rid, high)
        """);
}
