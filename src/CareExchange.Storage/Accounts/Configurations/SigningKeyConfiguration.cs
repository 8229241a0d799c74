using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("signing_keys");
        builder.HasKey(key => key.Kid);
        builder.Property(key => key.Kid).IsColumn("kid", 64);
        builder.Property(key => key.Algorithm).IsColumn("algorithm", 16);
        builder.Property(key => key.PublicJwk).IsColumn("public_jwk");
        builder.Property(key => key.PrivateKey).IsColumn("private_key");
        builder.Property(key => key.CreatedAt).IsInstant("created_at");
        builder.Property(key => key.SignFrom).IsInstant("sign_from");
        builder.Property(key => key.SignUntil).IsInstant("sign_until");
        builder.Property(key => key.RetireAt).IsInstant("retire_at");
    }
}
