using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace Jingu.Lines.Guest;

/// <summary>One test of this assembly: a fact, or a theory with one row of its data.</summary>
internal sealed class GuestTest(Type type, MethodInfo method, object[] row)
{
    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(5);

    public string Name => $"{type.Name}.{method.Name}{(row.Length == 0 ? "" : $"({string.Join(", ", row)})")}";

    public static IEnumerable<GuestTest> All() =>
        from type in typeof(GuestTest).Assembly.GetTypes()
        where !type.IsAbstract
        orderby type.Name
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        from row in RowsOf(method)
        select new GuestTest(type, method, row);

    /// <summary>Null when it passed; otherwise why not.</summary>
    public async Task<string?> RunAsync()
    {
        var test = Activator.CreateInstance(type)!;
        try
        {
            if (test is IAsyncLifetime begins)
                await begins.InitializeAsync();
            if (method.Invoke(test, row) is Task running)
                await running.WaitAsync(RunMax, Time.MachineTime.OfThisMachine);
            if (test is IAsyncLifetime ends)
                await ends.DisposeAsync();
            return null;
        }
        // Whatever a test throws is its result.
#pragma warning disable CA1031
        catch (Exception e)
        {
            return (e.InnerException ?? e).ToString();
        }
#pragma warning restore CA1031
    }

    private static List<object[]> RowsOf(MethodInfo method)
    {
        var rows = method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).ToList();
        return rows.Count > 0 ? rows : [[]];
    }
}
