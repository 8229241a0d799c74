using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CareExchange.Storage.Accounts.Configurations;

internal sealed class ClientConfiguration : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("clients");
        builder.HasKey(client => client.Id);
        builder.Property(client => client.Id).IsColumn("id", 128);
        builder.Property(client => client.Display).IsColumn("display", 256);
        builder.Property(client => client.OrganizationId).IsColumn("organization_id", 64);
        builder.Property(client => client.OrganizationDisplay).IsColumn("organization_display", 256);
        builder.Property(client => client.Jwks).IsColumn("jwks");
        builder.Property(client => client.RedirectUris).IsColumn("redirect_uris", 4096);
        builder.Property(client => client.Certificates).IsColumn("certificates", 512);
        builder.Property(client => client.Scopes).IsColumn("scopes", 2048);
        builder.Property(client => client.PurposeOfUse).IsColumn("purpose_of_use", 64);
        builder.Property(client => client.Enabled).IsColumn("enabled");
        builder.Property(client => client.CreatedAt).IsInstant("created_at");
        builder.Property(client => client.UpdatedAt).IsInstant("updated_at");
        builder.Property(client => client.UpdatedBy).IsColumn("updated_by", 128);
    }
}
