using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class ProtectionKeyConfiguration : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("protection_keys");
        builder.HasKey(key => key.Name);
        builder.Property(key => key.Name).IsColumn("name", 256);
        builder.Property(key => key.Xml).IsColumn("xml");
    }
}
