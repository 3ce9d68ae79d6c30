/** Platform Cache (Apex Reference, Cache Namespace). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  components: { has: (type, name) => type === 'PlatformCachePartition' && name === 'Rides' },
  classes: [
    `@IsTest public class CacheTest {
      public class Builder implements Cache.CacheBuilder { public Object doLoad(String key) { loads++; return 'v' + key; } }
      static Integer loads = 0;
      static void refuses(String key, Object value, Integer ttl) {
        try { Cache.Org.put(key, value, ttl); Assert.fail('no error'); } catch (Exception e) { Assert.areEqual('cache.InvalidParamException', e.getTypeName()); }
      }
      @IsTest static void keepsAValueUntilItIsRemoved() {
        List<String> given = new List<String>{ 'a' }; Cache.Org.put('k', given); given.add('b');
        Assert.areEqual(new List<String>{ 'a' }, (List<String>) Cache.Org.get('k')); Assert.isTrue(Cache.Org.contains('k'));
        Assert.areEqual(new Set<String>{ 'k' }, Cache.Org.getKeys()); Assert.isTrue(Cache.Org.remove('k')); Assert.isNull(Cache.Org.get('k')); Assert.isFalse(Cache.Org.remove('k'));
      }
      @IsTest static void startsEmptyInEveryTest() { Assert.isFalse(Cache.Org.contains('k')); Cache.Org.put('k', 1); }
      @IsTest static void loadsOnceWithABuilder() {
        Assert.areEqual('vx', Cache.Session.get(Builder.class, 'x')); Assert.areEqual('vx', Cache.Session.get(Builder.class, 'x')); Assert.areEqual(1, loads);
        Assert.isTrue(Cache.Session.remove(Builder.class, 'x')); Cache.Session.get(Builder.class, 'x'); Assert.areEqual(2, loads);
      }
      @IsTest static void keepsPartitionsApart() {
        Cache.OrgPartition rides = Cache.Org.getPartition('local.Rides'); rides.put('k', 1); Assert.isFalse(Cache.Org.contains('k'));
        Assert.areEqual(1, Cache.Org.get('local.Rides.k')); Assert.areEqual('local.Rides', rides.getName()); Assert.areEqual(1L, rides.getNumKeys()); Assert.isTrue(rides.getCapacity() > 0 && rides.getCapacity() < 1); Assert.areEqual(0.0, Cache.Session.getCapacity());
        Cache.Partition general = rides; Assert.isTrue(general.contains('k')); Assert.isFalse(Cache.Session.getPartition('Rides').contains('k'));
      }
      @IsTest static void namesAPartitionThatIsNotThere() {
        try { Cache.Org.getPartition('local.Nope'); Assert.fail('no error'); } catch (Cache.Org.OrgCacheException e) { Assert.isTrue(e.getMessage().contains('Nope')); }
        try { Cache.Session.getPartition('local.Nope'); Assert.fail('no error'); } catch (Cache.Session.SessionCacheException e) { Assert.isTrue(e.getMessage().contains('Nope')); }
        try { Cache.Session.getPartition('local.Nope'); Assert.fail('no error'); } catch (Cache.SessionCacheException e) { Assert.isTrue(e.getMessage().contains('Nope')); }
      }
      @IsTest static void refusesWrongKeysValuesAndTimes() { refuses('bad-key', 1, 300); refuses('k', null, 300); refuses('k', 1, 299); refuses('k', 1, Cache.Org.MAX_TTL_SECS + 1); refuses('k'.repeat(51), 1, 300); }
      @IsTest static void refusesAValueThatIsTooLarge() {
        try { Cache.Org.put('k', 'x'.repeat(100001)); Assert.fail('no error'); } catch (Exception e) { Assert.areEqual('cache.ItemSizeLimitExceededException', e.getTypeName()); }
      }
    }`,
  ],
});

describe('Platform Cache', () => {
  itPassesInApex(org, 'CacheTest');
});
