using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The audit trail as several chains. What stood in the one chain so far is chain 0, hash for hash as it was written.</summary>
/// <remarks>PostgreSQL writes in several chains, so that commits do not wait for each other's fsync. SQLite has one writer and one chain, whose
/// row number stays the key. Entries are listed by time now: across chains there is no other order.</remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122041000_AuditShards")]
public sealed class AuditShards : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Script("""
            ALTER TABLE audit ADD COLUMN shard {int} NOT NULL DEFAULT 0;
            DROP INDEX audit_person;
            DROP INDEX audit_agent;
            CREATE INDEX audit_person ON audit (person, recorded) WHERE person IS NOT NULL;
            CREATE INDEX audit_agent ON audit (agent, recorded)
            """);
        if (migrationBuilder.IsPostgres()) migrationBuilder.Script("ALTER TABLE audit DROP CONSTRAINT audit_pkey; ALTER TABLE audit ADD PRIMARY KEY (shard, sequence)");
    }
}
