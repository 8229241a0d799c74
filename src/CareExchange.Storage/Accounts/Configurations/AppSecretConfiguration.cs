using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class AppSecretConfiguration : IEntityTypeConfiguration<AppSecret>
{
    public void Configure(EntityTypeBuilder<AppSecret> builder)
    {
        builder.ToTable("app_secrets");
        builder.HasKey(one => one.Hash);
        builder.HasIndex(one => one.AuthorizationId);
        builder.Property(one => one.Hash).IsColumn("hash", 64);
        builder.Property(one => one.AuthorizationId).IsColumn("authorization_id", 64);
        builder.Property(one => one.RedirectUri).IsColumn("redirect_uri", 2048);
        builder.Property(one => one.Challenge).IsColumn("challenge", 128);
        builder.Property(one => one.ExpiresAt).IsInstant("expires_at");
        builder.Property(one => one.UsedAt).IsInstant("used_at");
    }
}
