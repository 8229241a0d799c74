using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class UsedAssertionConfiguration : IEntityTypeConfiguration<UsedAssertion>
{
    public void Configure(EntityTypeBuilder<UsedAssertion> builder)
    {
        builder.ToTable("used_assertions");
        builder.HasKey(used => new { used.ClientId, used.JtiHash });
        builder.HasIndex(used => used.ExpiresAt);
        builder.Property(used => used.ClientId).IsColumn("client_id", 128);
        builder.Property(used => used.JtiHash).IsColumn("jti_hash", 64);
        builder.Property(used => used.ExpiresAt).IsInstant("expires_at");
    }
}
