using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>How far each consent journal, a file kept apart from the database, has followed it; and whether this database is a restored copy that has not heard of what came after it.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122103001_ConsentJournalTables")]
public sealed class ConsentJournalTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE consent_journal (
            id {text} PRIMARY KEY,
            number {long} NOT NULL,
            horizon {long} NOT NULL);
        CREATE TABLE restored_copy (
            id {int} PRIMARY KEY,
            made {long} NOT NULL)
        """);
}
