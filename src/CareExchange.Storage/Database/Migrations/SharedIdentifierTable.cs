using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Two Patients that state one identifier: whether they are one person is for somebody to decide.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261127102001_SharedIdentifierTable")]
public sealed class SharedIdentifierTable : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE shared_identifier (
            id {text} PRIMARY KEY,
            pair {text} NOT NULL,
            first {text} NOT NULL,
            second {text} NOT NULL,
            system {text} NOT NULL,
            found {long} NOT NULL,
            decided {long},
            decided_by {text},
            same {int});
        CREATE UNIQUE INDEX shared_identifier_pair ON shared_identifier (pair);
        CREATE INDEX shared_identifier_first ON shared_identifier (first);
        CREATE INDEX shared_identifier_second ON shared_identifier (second);
        CREATE INDEX shared_identifier_waiting ON shared_identifier (decided, found)
        """);
}
