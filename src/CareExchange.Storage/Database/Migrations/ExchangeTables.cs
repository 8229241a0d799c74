using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Audit trail, outbox, inbound originals, persons.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260101000002_ExchangeTables")]
public sealed class ExchangeTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE audit (
            sequence {long} PRIMARY KEY,
            previous_hash {text} NOT NULL,
            hash {text} NOT NULL,
            id {text} NOT NULL,
            recorded {long} NOT NULL,
            action {text} NOT NULL,
            outcome {text} NOT NULL,
            agent {text} NOT NULL,
            organization {text},
            person {text},
            json {bytes} NOT NULL);
        CREATE INDEX audit_person ON audit (person, sequence);
        CREATE INDEX audit_agent ON audit (agent, sequence);
        CREATE INDEX audit_recorded ON audit (recorded);

        CREATE TABLE outbox (
            id {text} PRIMARY KEY,
            channel {text} NOT NULL,
            kind {text} NOT NULL,
            payload {bytes} NOT NULL,
            due {long} NOT NULL,
            attempts {int} NOT NULL,
            token {text} NOT NULL,
            dead {int} NOT NULL,
            dead_since {long} NOT NULL,
            reason {text} NOT NULL);
        CREATE INDEX outbox_due ON outbox (dead, channel, due);

        CREATE TABLE message (
            id {text} PRIMARY KEY,
            partner {text} NOT NULL,
            sha256 {text} NOT NULL,
            content_type {text} NOT NULL,
            file_name {text},
            length {long} NOT NULL,
            received {long} NOT NULL,
            state {int} NOT NULL,
            state_changed {long} NOT NULL,
            attempts {int} NOT NULL,
            issues {bytes} NOT NULL,
            result {bytes} NOT NULL,
            content {bytes} NOT NULL);
        CREATE UNIQUE INDEX message_original ON message (partner, sha256);
        CREATE INDEX message_state ON message (state, id);

        CREATE TABLE person (
            id {text} PRIMARY KEY,
            resident_number {bytes} NOT NULL);
        CREATE TABLE person_identifier (
            hash {text} NOT NULL,
            person {text} NOT NULL,
            system {text} NOT NULL,
            PRIMARY KEY (hash)) {clustered};
        CREATE INDEX person_identifier_person ON person_identifier (person);
        CREATE TABLE person_match_key (
            hash {text} NOT NULL,
            person {text} NOT NULL,
            kind {text} NOT NULL,
            PRIMARY KEY (hash, person)) {clustered};
        CREATE INDEX person_match_key_person ON person_match_key (person);
        CREATE TABLE parked_match (
            id {text} PRIMARY KEY,
            message_id {text} NOT NULL,
            candidates {text} NOT NULL,
            detail {bytes} NOT NULL,
            parked {long} NOT NULL,
            resolved_person {text},
            resolved_by {text},
            resolved {long});
        CREATE INDEX parked_match_waiting ON parked_match (resolved, parked);
        """);
}
