using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class StaffAccountConfiguration : IEntityTypeConfiguration<StaffAccount>
{
    public void Configure(EntityTypeBuilder<StaffAccount> builder)
    {
        builder.ToTable("staff_accounts");
        builder.HasKey(account => account.Id);
        builder.HasIndex(account => account.Name).IsUnique();
        builder.Property(account => account.Id).IsColumn("id", 64);
        builder.Property(account => account.Name).IsColumn("name", 128);
        builder.Property(account => account.Display).IsColumn("display", 256);
        builder.Property(account => account.PasswordHash).IsColumn("password_hash", 512);
        builder.Property(account => account.FhirUser).IsColumn("fhir_user", 256);
        builder.Property(account => account.Enabled).IsColumn("enabled");
        builder.Property(account => account.CreatedAt).IsInstant("created_at");
        builder.Property(account => account.PasswordChangedAt).IsInstant("password_changed_at");
        builder.HasMany(account => account.Grants).WithOne().HasForeignKey(grant => grant.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
