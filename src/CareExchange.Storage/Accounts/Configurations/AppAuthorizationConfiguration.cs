using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class AppAuthorizationConfiguration : IEntityTypeConfiguration<AppAuthorization>
{
    public void Configure(EntityTypeBuilder<AppAuthorization> builder)
    {
        builder.ToTable("app_authorizations");
        builder.HasKey(one => one.Id);
        builder.HasIndex(one => one.EndsAt);
        builder.Property(one => one.Id).IsColumn("id", 64);
        builder.Property(one => one.ClientId).IsColumn("client_id", 128);
        builder.Property(one => one.AccountId).IsColumn("account_id", 64);
        builder.Property(one => one.GrantId).IsColumn("grant_id", 64);
        builder.Property(one => one.SessionId).IsColumn("session_id", 64);
        builder.Property(one => one.Scopes).IsColumn("scopes", 2048);
        builder.Property(one => one.PatientId).IsColumn("patient_id", 64);
        builder.Property(one => one.Nonce).IsColumn("nonce", 512);
        builder.Property(one => one.StartedAt).IsInstant("started_at");
        builder.Property(one => one.EndsAt).IsInstant("ends_at");
        builder.Property(one => one.RevokedAt).IsInstant("revoked_at");
    }
}
