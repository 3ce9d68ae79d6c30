/**
 * Shapes of Microsoft Graph that the artifacts must have (resource types synchronizationSchema, attributeMapping,
 * attributeMappingSource, attributeDefinition and appRole, v1.0), checked before anything is written.
 */
import { z } from 'zod';

const source: z.ZodType<MappingSource> = z.lazy(() =>
  z.strictObject({
    type: z.enum(['Attribute', 'Constant', 'Function']),
    name: z.string().min(1),
    expression: z.string().min(1),
    parameters: z.array(z.strictObject({ key: z.string(), value: source })),
  }),
);

export interface MappingSource {
  type: 'Attribute' | 'Constant' | 'Function';
  name: string;
  expression: string;
  parameters: { key: string; value: MappingSource }[];
}

const attributeMapping = z.strictObject({
  targetAttributeName: z.string().min(1),
  source,
  defaultValue: z.string().nullable(),
  exportMissingReferences: z.boolean(),
  flowBehavior: z.enum(['FlowWhenChanged', 'FlowAlways']),
  flowType: z.enum(['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly']),
  matchingPriority: z.int().min(0),
});

const directory = z.strictObject({
  name: z.string(),
  objects: z.array(
    z.strictObject({
      name: z.string(),
      attributes: z.array(z.strictObject({ name: z.string(), type: z.enum(['String', 'Boolean', 'Reference']) })),
    }),
  ),
});

export const synchronizationSchema = z.strictObject({
  directories: z.array(directory),
  synchronizationRules: z.array(
    z.strictObject({
      name: z.string(),
      sourceDirectoryName: z.string(),
      targetDirectoryName: z.string(),
      objectMappings: z.array(
        z.strictObject({
          name: z.string(),
          enabled: z.boolean(),
          flowTypes: z.string(),
          sourceObjectName: z.string(),
          targetObjectName: z.string(),
          attributeMappings: z.array(attributeMapping),
        }),
      ),
    }),
  ),
});

/** "value … must not contain whitespace … up to 120 characters" and unique ids and values (Graph, appRole). */
export const appRoles = z
  .array(
    z.strictObject({
      id: z.uuid(),
      allowedMemberTypes: z.tuple([z.literal('User')]),
      displayName: z.string().min(1),
      description: z.string().min(1),
      isEnabled: z.literal(true),
      value: z.string().regex(/^[^\s]{1,120}$/),
    }),
  )
  .refine((roles) => new Set(roles.map(({ value }) => value)).size === roles.length, 'values must differ');

export type AttributeMapping = z.infer<typeof attributeMapping>;
export type AppRole = z.infer<typeof appRoles>[number];
