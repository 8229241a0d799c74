using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Database;

/// <summary>The EF Core model and the owner of the migrations.</summary>
/// <remarks>Entities come from every <see cref="IEntityTypeConfiguration{TEntity}"/> and migrations from every Migration class of
/// this assembly, so a room adds tables by adding files of its own. A migration's id decides its place in the order.</remarks>
public sealed class CareExchangeContext(DbContextOptions<CareExchangeContext> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CareExchangeContext).Assembly);
}
