using CareExchange.Exchange.Operations;
using CareExchange.Storage.Resources;

namespace CareExchange.Server.Hosting;

/// <summary>The operations that are offered, and what they share.</summary>
internal static class OperationServices
{
    /// <summary>Everything behind the dollar signs; further operations are registered as <see cref="IOperation"/> by who makes them.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<DefinitionStore>()
        .AddSingleton<DefinitionLibrary>()
        .AddSingleton<OperationCatalog>()
        .AddSingleton<OperationInvoker>()
        .AddSingleton<IOperation, ConvertOperation>()
        .AddSingleton<IOperation, ValidateOperation>();
}
