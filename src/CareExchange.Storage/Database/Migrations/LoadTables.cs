using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>How far loads have come, and which indexes they put aside.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260922040000_LoadTables")]
public sealed class LoadTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE load_run (
            id {text} PRIMARY KEY,
            state {bytes} NOT NULL,
            updated {long} NOT NULL);
        CREATE TABLE load_error (
            run {text} NOT NULL,
            number {long} NOT NULL,
            content {bytes} NOT NULL,
            PRIMARY KEY (run, number));
        CREATE TABLE index_aside (
            name {text} PRIMARY KEY,
            sql {text} NOT NULL)
        """);
}
