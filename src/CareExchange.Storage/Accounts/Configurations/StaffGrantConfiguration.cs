using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class StaffGrantConfiguration : IEntityTypeConfiguration<StaffGrant>
{
    public void Configure(EntityTypeBuilder<StaffGrant> builder)
    {
        builder.ToTable("staff_grants");
        builder.HasKey(grant => grant.Id);
        builder.HasIndex(grant => grant.AccountId);
        // The id is made by the caller: without this, EF takes a new grant of a tracked account for an existing row.
        builder.Property(grant => grant.Id).IsColumn("id", 64).ValueGeneratedNever();
        builder.Property(grant => grant.AccountId).IsColumn("account_id", 64);
        builder.Property(grant => grant.Role).IsColumn("role", 64);
        builder.Property(grant => grant.OrganizationId).IsColumn("organization_id", 64);
        builder.Property(grant => grant.OrganizationDisplay).IsColumn("organization_display", 256);
        builder.Property(grant => grant.PurposeOfUse).IsColumn("purpose_of_use", 64);
        builder.Property(grant => grant.ValidFrom).IsInstant("valid_from");
        builder.Property(grant => grant.ValidUntil).IsInstant("valid_until");
        builder.Property(grant => grant.GrantedBy).IsColumn("granted_by", 128);
        builder.Property(grant => grant.GrantedAt).IsInstant("granted_at");
        builder.Property(grant => grant.EndedAt).IsInstant("ended_at");
        builder.Property(grant => grant.EndedBy).IsColumn("ended_by", 128);
    }
}
