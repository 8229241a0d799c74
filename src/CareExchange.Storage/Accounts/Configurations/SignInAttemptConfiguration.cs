using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class SignInAttemptConfiguration : IEntityTypeConfiguration<SignInAttempt>
{
    public void Configure(EntityTypeBuilder<SignInAttempt> builder)
    {
        builder.ToTable("sign_in_attempts");
        builder.HasKey(attempt => attempt.NameKey);
        builder.HasIndex(attempt => attempt.LastAt);
        builder.Property(attempt => attempt.NameKey).IsColumn("name_key", 64);
        builder.Property(attempt => attempt.Attempts).IsColumn("attempts");
        builder.Property(attempt => attempt.LockedUntil).IsInstant("locked_until");
        builder.Property(attempt => attempt.LastAt).IsInstant("last_at");
    }
}
