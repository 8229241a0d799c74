using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>By which security-label rules everything stored is labelled, and how far a relabelling has come.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261123105002_LabelMarkTable")]
public sealed class LabelMarkTable : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE label_mark (
            id {long} PRIMARY KEY,
            rules {text} NOT NULL,
            last_row {long} NOT NULL)
        """);
}
