using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class SecondFactorConfiguration : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(factor => factor.AccountId);
        builder.Property(factor => factor.AccountId).IsColumn("account_id", 64);
        builder.Property(factor => factor.Secret).IsColumn("secret");
        builder.Property(factor => factor.LastStep).IsColumn("last_step");
        builder.Property(factor => factor.RecoveryHashes).IsColumn("recovery_hashes", 1024);
        builder.Property(factor => factor.ConfirmedAt).IsInstant("confirmed_at");
    }
}
