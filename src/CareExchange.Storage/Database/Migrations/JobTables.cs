using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Jobs and what they make.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260801010000_JobTables")]
public sealed class JobTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE job (
            id {text} PRIMARY KEY,
            kind {text} NOT NULL,
            owner {text} NOT NULL,
            status {int} NOT NULL,
            state {bytes} NOT NULL,
            progress {text} NOT NULL,
            attempts {int} NOT NULL,
            created {long} NOT NULL,
            updated {long} NOT NULL,
            finished {long},
            outcome {bytes} NOT NULL,
            due {long} NOT NULL,
            token {text} NOT NULL,
            expires {long});
        CREATE INDEX job_due ON job (status, due);
        CREATE INDEX job_kind ON job (kind, created);
        CREATE INDEX job_expires ON job (expires);
        CREATE TABLE job_part (
            job {text} NOT NULL,
            name {text} NOT NULL,
            number {long} NOT NULL,
            length {long} NOT NULL,
            content {bytes} NOT NULL,
            PRIMARY KEY (job, name, number))
        """);
}
