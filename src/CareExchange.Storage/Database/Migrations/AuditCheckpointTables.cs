using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Signed checkpoints of the audit trail, and the keys that signed them.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122103000_AuditCheckpointTables")]
public sealed class AuditCheckpointTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE audit_checkpoint (
            number {long} PRIMARY KEY,
            recorded {long} NOT NULL,
            token {text} NOT NULL);
        CREATE TABLE audit_key (
            kid {text} PRIMARY KEY,
            public_key {bytes} NOT NULL,
            private_key {bytes} NOT NULL,
            created {long} NOT NULL)
        """);
}
