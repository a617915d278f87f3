return await SpecDrift.DriftCommand.RunAsync(args, Console.Out, Console.Error);
