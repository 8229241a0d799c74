using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class StaffSessionConfiguration : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("staff_sessions");
        builder.HasKey(session => session.Id);
        builder.HasIndex(session => session.AccountId);
        builder.HasIndex(session => session.EndsAt);
        builder.Property(session => session.Id).IsColumn("id", 64);
        builder.Property(session => session.AccountId).IsColumn("account_id", 64);
        builder.Property(session => session.GrantId).IsColumn("grant_id", 64);
        builder.Property(session => session.Methods).IsColumn("methods", 64);
        builder.Property(session => session.StartedAt).IsInstant("started_at");
        builder.Property(session => session.ExpiresAt).IsInstant("expires_at");
        builder.Property(session => session.EndsAt).IsInstant("ends_at");
        builder.Property(session => session.RevokedAt).IsInstant("revoked_at");
        builder.HasOne<StaffAccount>().WithMany().HasForeignKey(session => session.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
