using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Composite parameters and positions: what stands together on one element is one row, found by one lookup.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260201000000_SearchTables")]
public sealed class SearchTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE index_composite (
            param {int} NOT NULL,
            code {text} NOT NULL,
            value {text} NOT NULL,
            low {double} NOT NULL,
            high {double} NOT NULL,
            low2 {double} NOT NULL,
            high2 {double} NOT NULL,
            code_system {text} NOT NULL,
            value_system {text} NOT NULL,
            rid {long} NOT NULL,
            PRIMARY KEY (rid, param, code, value, low, high, low2, high2, code_system, value_system)) {clustered};
        CREATE INDEX index_composite_value ON index_composite (param, code, value, low, rid)
        """);
}
